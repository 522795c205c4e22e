"""The safety note over sets of phrasings that were written before anybody looked at what the cues would do with them."""

from __future__ import annotations

import json
from collections.abc import Sequence

import pytest

from corpus.document import Document
from graph.fact import Fact
from ontology.vocabulary import read_vocabulary
from search.safety import Safety
from search.safety_data import safety_data

FIRST_HINTS = """
Emil kommer i skole med håndaftryk på kinden
pigen siger at stedfar tager bælte på hende når hun ikke lystrer
Mor har hevet ham i håret så der er en bar plet
drengen har brandmærker efter cigaretter på armen
der er knytnæveslag i familien når far har drukket
Sofie har fået et blåt øje og vil ikke fortælle hvordan
far har brækket armen på sin søn
barnet krymper sig når voksne løfter hånden, og hun har mærker på ryggen
Han bliver låst inde i kælderen når han har gjort noget forkert
de får ikke mad derhjemme som straf
lillesøster på 4 er blevet kastet ned ad trappen af morfar
Hun har set sin far tage kvælertag på mor
moren flygter tit til krisecenter med børnene
min elev fortæller at stedmoren slaar ham med en ske
he gets hit by his dad every weekend
her uncle touches her when they are alone
the girl says her parents will send her abroad to marry a man she has never met
She is beaten at home with a belt
my student told me she wants to kill herself
I think a boy in my class is being abused at home
he has bruises all over his arms and says he fell
her brothers follow her everywhere and threaten to hurt her if she talks to boys
onkel har rørt ved hendes underliv
en ældre mand sender nøgenbilleder til hende og kræver at hun sender nogle tilbage
bedstefar vil have at hun tager tøjet af foran ham
træneren kysser pigerne i omklædningsrummet
pige 8 år har udflåd og gør ondt forneden, hun er bange for sin storebror
drengen har fortalt at en voksen har taget billeder af ham uden tøj på
hun er blevet gravid med sin fætter og er 14
Pigen er bange for at blive sendt til Somalia og omskåret
familien taler om at hun skal bortgiftes i sommerferien
hun er lovet væk til sin fætter i Pakistan
14-årig skal forloves med en mand på 30
brødrene kontrollerer hendes telefon og hvem hun er sammen med
Hun må ikke gå hjem fra skole alene, faren siger at familiens ære står på spil
faren truer med at slå hende ihjel hvis hun får en kæreste
hun skal på genopdragelsesrejse til bedsteforældrene i Irak
forældrene har taget hendes pas og sagt at de rejser til Syrien uden returbillet
familien overvåger hende, og hun må ikke have danske venner
drengen tør ikke fortælle hjemme at han er bøsse, far vil slå ham ihjel
tvangsegteskab frygter hun
æresrelateret konflikt i familien
hun er løbet hjemmefra og sover hos venner
14 årig dreng er stukket af fra plejefamilien og ingen ved hvor han er
Pigen kom ikke hjem i nat og forældrene ved ikke hvor hun opholder sig
bortløben fra døgninstitution, set på Hovedbanegården
he ran away from home three days ago
hun skærer i sig selv med barberblade
Drengen siger han ikke vil leve mere
hun har taget en overdosis panodiler
han skriver i sin stil at han vil hænge sig
selvskadene adfærd, brænder sig med lighter på lårene
eleven har skrevet et afskedsbrev
hun sulter sig selv og siger at hun fortjener at dø
Ali er blevet truet med kniv af de store drenge fra kvarteret
banden truer ham til at sælge hash
han har modtaget dødstrusler på snap
pigen bliver udsat for psykisk vold, mor kalder hende en fejltagelse og siger hun hader hende
der er vold mellem forældrene og børnene ser på
mishandlng af lillebror
""".strip().splitlines()

FIRST_HARMLESS = """
Hvordan slår man en bro mellem hjem og skole?
barnet slår over i en anden sprogtone når han taler med sine venner
pigen slår kolbøtter i gymnastiksalen
Vi vil gerne slå vores to møder sammen
klassen slog katten af tønden til fastelavn
hvor slår jeg reglerne for fravær op?
det slår mig at han er meget stille
drengen er skudt i vejret og klager over ømme knæ
hun er skudt i en dreng fra parallelklassen
vi skal have skudt forløbet i gang
det er voldsomt svært for ham at lære brøker
Han bruger vældig mange kræfter på at følge med
En voldsom regn gjorde at turen blev aflyst
pigen har blå øjne og er glad for at tegne
barnet har fået en bule i panden af at løbe ind i en dør til fodbold
han brækkede armen da han stod på skateboard
hun er faldet på cykel og har skrabet knæet
drengen er døden nær af grin når de leger
jeg er ved at dø af nysgerrighed efter at høre om U-Start
hun vil dø for at komme med på lejrskole
hun elsker at skære figurer i pap
vi skærer i budgettet næste år
han skærer grimasser i timen
planen løber af stablen i maj
han løber hjem fra skole hver dag for at træne
Drengen løber stærkt og vil gerne til atletik
hun er gået hjem med feber
forældrene truer med at klage over skoleskemaet
regnen truer med at ødelægge idrætsdagen
klimaforandringer truer dyrene, og det bekymrer eleverne
barnet er ked af at hunden er død
oldefar er død og hun er ked af det
Hun er bange for edderkopper
drengen er bange for mørke og for at sove alene
hun er forelsket og vil ikke høre efter
forældrene er skilt og taler ikke sammen
mor skal giftes igen til sommer
søsterens bryllup er i Tyrkiet og pigen har fri i to uger
familien rejser til Marokko på sommerferie
familien kontrollerer lektierne hver aften
skolen kontrollerer fraværet hver måned
pigen har ansvar for klassens kontrol af hvem der fodrer fiskene
han har styr på sin ære i fodboldkampen
han har fået kvælertag på matematikken
han er blevet bidt af en flåt
drengen bider negle
pigen river sider ud af sine bøger
læreren råbte hurra
de skyder papirkugler i timen
drengene leger røvere og soldater og skyder med pinde
vi vil gerne gribe ind tidligt når elever har fravær
hun blev ramt af en bold i frikvarteret
han rammer plet i dart
the project hit its target this year
he is beaten in chess by his little sister
she killed it on stage at the school play
the boy ran away with the first prize
killing time in breaks, what can we offer them
familien er truet af lukning af klubben
sårbar overgang fra børnehave til skole
""".strip().splitlines()

SECOND_HINTS = """
drengen har striber hen over ryggen som fra en ledning
Stedmor låser køleskabet og giver ham kun mad hvis han har gjort rent
min far slog min storesøster så hun blødte fra næsen
hun fortæller at far smadrer møblerne og holder mor op ad væggen
hans papfar tager ham i nakken og kyler ham ind på værelset
barnet siger av når man rører ham, har gule og blå pletter på maven
Pigen på 5 siger at bedstefar leger hemmelige lege med hende i sengen
han har filmet hende i badet
en pædagog blev set med hånden nede i bukserne på et barn
en på 25 har mødtes med vores elev på 13 på et hotel
nogen truer med at dele et nøgenfoto af hende
hun får penge for at sende billeder til ældre mænd
jeg tror hun bliver krænket af sin fodboldtræner
Eleven siger at hans mor truer med at brænde ham på komfuret
Der ligger en drabstrussel på klassens chat
rockere opsøger ham og kræver penge
han tør ikke gå udenfor fordi en gruppe venter på ham med våben
eksmanden forfølger mor og børnene og står foran skolen
hun har skiftet skole tre gange fordi familien gemmer sig for faren
fætrene sidder i bilen foran skolen hver dag og ser hvem hun snakker med
Hun skal være hjemme ti minutter efter sidste time ellers bliver der ballade og straf
hun må ikke have sociale medier og hendes bror har alle hendes koder
moren siger at hun er en skændsel for slægten
De vil have mig gift med ham inden jul
forældrene har fundet en mand til hende i hjemlandet
hun er blevet viet af en imam som 15 årig
pigen græder fordi hun skal forloves til sommer
Arrangeret ægteskab, 17 år, hun vil ikke
børnene er efterladt hos farmor i Irak og kommer ikke tilbage
eleven er ikke vendt tilbage efter sommerferien og søskende siger at hun er blevet i Somalia
drengen skal hjem til landsbyen og lære at opføre sig ordentligt siger far
hun siger at de vil skære i hende dernede, ligesom søsteren
stukket af fra sin plejefamilie
vores datter har været væk i to døgn
Pige 13 år er forsvundet, politiet leder
han bor i en bil fordi far har smidt ham ud
hun nægter at tage hjem og bliver siddende i garderoben
eleven trygler om ikke at skulle på weekend hos far
datteren bliver helt hvid i hovedet når hendes far kommer for at hente
søn 6 år bliver alene hjemme hele natten når mor arbejder
de får ikke tøj på til vejret og har lus i månedsvis
mor er skæv når hun afleverer
babyen er alt for tynd og ligger i den samme ble hele dagen
drengen har spist af skraldespanden fordi han er så sulten
hun har skåret sig på lårene
jeg har lyst til at forsvinde fra det hele og dø
Han søger på nettet hvordan man tager sit eget liv
hun har slugt et helt glas piller
my stepdad hits my mum and I am scared
She says her grandfather puts his hand in her pants
A pupil told me that her family wants to take her to Pakistan to get married
the boy has belt marks on his back
he has been sleeping on friends' couches since he was thrown out
girl, 15, cutting her arms
dad locks them in their room all day with no food
He was stabbed by older boys
gruppe af drenge overfalder ham på vej hjem
Min elev siger hun bliver slåget derjemme
sexuelt misbrug af et barn
æresrelaterde trusler fra slægten
""".strip().splitlines()

SECOND_HARMLESS = """
hvordan slår vi ringen om klassens fællesskab
vi slår dørene op for alle forældre
ny forskning slår fast at bevægelse hjælper
han slår sig løs til festen
barnet slog knæet på legepladsen og fik plaster
hun slog sin personlige rekord i højdespring
læreren slog ud med armene af begejstring
hvad slår I til med i musik
pigen har et blåt cykelstel
han ligner sin far på øjnene
mor og far er gift og bor i Valby
eleven bider sig i læben når hun er nervøs
drengen skar sig på en kniv i madkundskab
vi skærer undervisningen til så den passer
hun hænger lidt med hovedet i dag
jakken hænger på knagen
han kastede sig over lektierne
de stak hovederne sammen om projektet
klassen skød gang i temaugen
vi har skudt mødet til næste uge
han tager livet let
en elev har mistet livet i en trafikulykke, hvordan taler vi med klassen
hun er død træt om morgenen
dødsfald i familien, hvem tilbyder sorggruppe
farfar døde i julen, drengen sover dårligt
forældrene er i sorg
hun frygter karaktererne
han er bange for vand og vil ikke til svømning
barnet er utryg i nye situationer
pigen er tryg derhjemme, men stille i skolen
hun græder når hun afleveres i vuggestuen
han vil hellere hjem og spille computer
eleven løber rundt i klassen
drengen løb fra legeaftalen for at nå bussen
hun stak næsen i en bog
de stikker til hinanden for sjov
familien skal flytte til Jylland
hun skal på sprogrejse til England i sommerferien
hele familien rejser til Pakistan for at besøge bedsteforældre, hvordan søger vi fri
hendes storesøster skal giftes og hun glæder sig
vi bestemmer selv klassens regler
faren bestemmer bordplanen til festen
far tjekker aula hver aften
hvordan kontrollerer vi om planen virker
hvem har kontrollen med kvaliteten i dagtilbud
tvinges vi til at holde et møde mere
pligten til at gå i skole
mor er fuld af energi
far drikker kaffe med pædagogen
han er sulten kl 11, hvornår er der frugt
hun har rene hænder og beskidte støvler efter turen
drengen går i brors aflagte tøj
hun rører ved alt i klassen
han rørte mig dybt med sin historie
vold-sommer temaet på skolen hedder sommer
en voldgiftssag om byggeriet
the play was a smash hit with the parents
he attacks every task with energy
she is running away from her chores again, ha ha
the threat of rain spoiled sports day
""".strip().splitlines()

THIRD_HINTS = """
Stedfaderen slog hende i maven med knyttet hånd
pige i 4. klasse har kradsemærker på halsen
barnet fortæller om smæk med en bøjle
han vågner om natten fordi de voksne skriger og smadrer ting
drengen blev kastet ind i muren af en ældre elev
mor har truet med at forlade børnene og slå sig selv ihjel
Far kaster rundt med mor så hun får mærker
lillebror bliver bundet til sengen når han er urolig
min plejemor giver mig lussinger
en voksen har bedt hende om at røre ved hans tissemand
min fætter tvinger mig til sex
træneren sender frække beskeder til pigerne
pigen har set porno sammen med sin onkel
hun siger at morbror kommer ind til hende om natten
de har truet ham på livet
han får beskeder om at de vil tæske ham efter skole
eleven bliver jagtet af en gruppe unge
hun er bange for hævn fra familien
hendes onkler holder øje med hvem hun følges med
faren læser alle hendes beskeder
forældrene vil ikke lade hende komme på lejrtur fordi der er drenge med
hun må kun gå i skole og direkte hjem igen
hun skal giftes med en fremmed i Tyrkiet
der er planlagt bryllup i Pakistan mod pigens vilje
familien vil sende drengen på koranskole
hendes pas er gemt af forældrene og hun er bange for ferien
omskæring i udlandet
han er løbet væk hjemmefra to gange
pigen er stukket af fra opholdsstedet
vi kan ikke få fat på ham og forældrene ved ikke hvor han er
barnet vil ikke med far hjem
hun ryster når hun skal hentes
sulten hver dag og ingen madpakke, mor ligger i sengen
børnene passer sig selv mens forældrene er i byen hele natten
hun skriver at hun ikke orker at leve
dreng 13 har forsøgt selvmord
skærer sig i armene
he says dad beats him with a belt
she is forced to marry in the summer
afraid of going home because of her brothers
her parents took her passport
my stepfather touches me
trusler om vold fra en bande
æreskonflikt i familien, hun er truet
sexuelle overgreb
""".strip().splitlines()

THIRD_HARMLESS = """
slår I børnene sammen på tværs af årgange?
hvornår slår klokken til frikvarter
det er slående hvor mange der mangler
han slår i bordet af grin
vi slår et slag for mere bevægelse
eleverne skal slå ord op i ordbogen
hun slog hovedet på bordkanten ved et uheld
han fik en på hovedet af en bold
barnet er kommet til skade på rutsjebanen
skade på lokalet efter vandskade
voldsomme følelser hos børn
voldsom interesse for dinosaurer
hun er vild med at bokse
kampsport som fritidstilbud til drenge
drengen elsker at lege politi og røver
vi skal afholde et overfaldsalarmkursus
en trusselsvurdering for it-systemet
budgettet er truet
hun truer sig frem til nye bukser
kontrolbesøg hos tandlægen
social træning og kontrol over egne følelser
social støtte til familien
hun er bange for at holde oplæg
han er bange for høje lyde
bange for at begynde i skole
pigen vil helst blive hjemme fordi hun er træt
han vil ikke hjem fra SFO fordi legen er god
familien er på ferie i Marokko
barnet rejser med sin mor til Irak i efterårsferien
søskende skal til bryllup på Fyn
hun skal forloves i teaterstykket
far er streng med sengetider
mor bestemmer maden
hun låner brors telefon
lærerne tjekker mobilhotellet
han stikker af fra dansktimen
hun løb en tur i parken
vi løber tør for ideer
barnet er sultent efter svømning
pigen mangler vintertøj, hvor kan vi få hjælp
hun klipper og skærer i pap
han er dødtræt
vi dør af varme i klassen
kill two birds with one stone
the kids fight over the swings
""".strip().splitlines()

HINTS = (FIRST_HINTS, SECOND_HINTS, THIRD_HINTS)
HARMLESS = (FIRST_HARMLESS, SECOND_HARMLESS, THIRD_HARMLESS)
MISSED, SHOWN = 0.05, 0.1  # of the hints of a set, and of its look-alikes


@pytest.fixture(scope="module")
def safety(documents: list[Document], facts: list[Fact]) -> Safety:
    """The rule as an opened generation has it."""
    return Safety(json.loads(json.dumps(safety_data(read_vocabulary("safety"), documents, facts))))


@pytest.mark.parametrize("hints", HINTS, ids=["first", "second", "third"][:len(HINTS)])
def test_hints_show_the_note(safety: Safety, hints: Sequence[str]) -> None:
    missed = [text for text in hints if not safety.notices(text)]
    assert len(hints) >= 40 and len(missed) <= MISSED * len(hints), missed


@pytest.mark.parametrize("harmless", HARMLESS, ids=["first", "second", "third"][:len(HARMLESS)])
def test_look_alikes_rarely_show_the_note(safety: Safety, harmless: Sequence[str]) -> None:
    shown = [text for text in harmless if safety.notices(text)]
    assert len(harmless) >= 40 and len(shown) <= SHOWN * len(harmless), shown
