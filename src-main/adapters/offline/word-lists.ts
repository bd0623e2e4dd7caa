import type { EntityType } from '../../../src-shared/model/extraction.ts'

function words(list: string): ReadonlySet<string> {
  return new Set(list.split(/\s+/))
}

/** Before a name they make it a person's; alone they are no name. */
export const TITLES = words(
  `mr mrs ms miss messrs dr doctor sir lord lady president vice-president secretary senator governor general gen admiral captain
  capt colonel col major maj judge justice king queen emperor prince princess pope bishop archbishop ambassador minister
  professor prof rev reverend representative congressman congresswoman commissioner premier chancellor lieutenant lieut lt
  commander commodore chairman count baron duke chief director surgeon attorney sergeant brigadier brig inspector speaker
  rear engineer presidents senators generals messieurs`,
)

/** Offices that "of" completes: "Secretary of War". */
export const OFFICES = words(
  'secretary commissioner comptroller chief speaker superintendent register minister director',
)

/** Words that "of" joins to what follows: "Department of Labor", "Isthmus of Panama". */
export const OF_HEADS = words(
  `department bureau commission committee board house university bank isthmus city gulf bay treaty battle declaration
  territory district court kingdom empire republic council institute college school society association church
  bill act articles states union library museum academy cape straits strait port valley congress office order sons
  daughters brotherhood articles ministry duchy state confederation commonwealth dominion tribunal peace company chamber`,
)

/** What the last word of a name says about it (the first before "of"). */
const HEADS: [EntityType, ReadonlySet<string>][] = [
  [
    'organisation',
    words(
      `commission department bureau congress company corporation corps court courts senate bank university college
      committee association union society army navy board service office council parliament cabinet institute institution
      agency authority church party league railroad railway tribunal academy legislature assembly ministry foundation
      group inc ltd corp co club federation guard exchange hospital school press government administration trust bank
      brotherhood police militia house laboratory museum library chamber staff squadron fleet regiment cavalry infantry
      system brothers station reserve treasury`,
    ),
  ],
  [
    'place',
    words(
      `canal river rivers island islands isthmus county city bay gulf ocean sea lake lakes mountain mountains valley
      territory province republic kingdom empire zone strait straits cape peninsula
      harbor port fort district coast desert park street avenue forest reservation falls plains states hemisphere
      continent building capitol dam bridge basin peak canyon grove yosemite america`,
    ),
  ],
  [
    'event',
    words(
      `war wars battle conference exposition revolution rebellion insurrection fair expedition crisis earthquake
      campaign olympics centennial massacre uprising peace`,
    ),
  ],
  [
    'work',
    words(
      `treaty treaties act acts constitution law laws bill convention protocol declaration doctrine amendment code
      statute statutes charter agreement proclamation resolution bible ordinance decree award`,
    ),
  ],
]

export function headType(word: string): EntityType | null {
  return HEADS.find(([, heads]) => heads.has(word))?.[0] ?? null
}

/** Written large for respect, not as a name. Alone, or with nothing but each other, they name nothing. */
export const GENERIC = words(
  `government governments nation nations state states union federal national administration executive executives
  department departments bureau commission committee house court courts constitution president secretary republic
  republics act acts law laws treaty treaties chief general attorney postmaster vice council board office service company
  corps bill convention power powers presidential constitutional legislature legislatures international court district
  territory territories judiciary bench bar capital labor god almighty providence heaven christian christians sabbath
  message report annual first second third new old north south east west northern southern eastern western city county
  province island islands canal river zone isthmus ocean church university railroad commissioner commissioners senator
  senators representative representatives member members minister ministers governor governors admiral judge justice
  supreme interior war treasury state agriculture commerce party parties street avenue lake bay gulf bank parliament
  cabinet staff conference exposition revolution doctrine amendment proclamation resolution code charter agreement
  section article chapter part table figure appendix page volume number no civil fellow citizens gentlemen sir madam
  lord king queen emperor prince country countries people world english catholic protestant indian indians delegate
  delegates ambassador ambassadors colonel captain consul consuls superintendent surgeon director coast continent
  league empire kingdom association society corporation trust trusts academy college school institute`,
)

export const DETERMINERS = words(
  'the a an this that these those its his her their our my your any each every some all no',
)

export const PREPOSITIONS = words(
  `of in at near from to by with for on over under into upon against between among through within across toward towards
  after before during since until throughout beyond behind about concerning regarding without except`,
)

/** "Mexican", "Japanese", "French": who or what is from somewhere, no name alone. */
export const FROM_SOMEWHERE =
  /(?:[bcdghlmnprst]ian|ican|pean|lean|nese|guese|anish|wedish|nnish|ritish|nglish|rench|utch|erman|uban|roman|merican|askan|aiian)s?$/

/** Common nouns that old prose writes large: "Statehood", "Reclamation". */
export const ABSTRACT =
  /(?:hood|tions?|sions?|ments?|ships?|isms?|ness|ates?|ity|ities|ings?|ages?|tures?|ances?|ences?|ers|ors|als?)$/

/** "State of Texas" is called "Texas". */
export const PLACE_KINDS = words('state city territory island county commonwealth town province')

/** A full stop behind them ends no sentence. */
export const ABBREVIATIONS = words(
  'mr mrs ms messrs dr prof rev hon gen brig col maj capt lieut lt sen rep gov st mt ft jr sr no',
)

/** Begin sentences, and are never part of a name there. */
export const OPENERS = words(
  `but and or as so yet nor if when while as then thus now here there let what who how why where we i he she it they you
  today tonight not only both either neither such many most more much few another one two three finally perhaps indeed however therefore moreover again also even just still already never always every`,
)

/** May join the parts of a name: "Ponce de León". */
export const PARTICLES = words('de la las los von van der den del della di da le du y')
