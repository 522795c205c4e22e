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

FOURTH_HINTS = """
Pige i 3. klasse siger at far bliver så sur at han kaster med ting efter hende
En dreng i 0.b har aftryk af fingre på overarmen, og han vil ikke sige hvor de kommer fra
Elev har fået en lussing af sin stedmor
han får med bæltet når han kommer hjem med dårlige karakterer
moren hiver ham i håret foran os
Barnet krymper sig når man løfter armen
storebror bestemmer hvem hun må tale med i skolen
hun skal aflevere sin mobil hver aften så familien kan læse hendes beskeder
fætrene følger efter hende i frikvarteret og melder hjem
Elev på 16 er blevet lovet væk til en fætter
familien planlægger et bryllup i sommerferien og hun vil ikke med
hun er bange for ikke at komme med tilbage fra Pakistan
dreng skal på koranskole i Somalia fordi han opfører sig dårligt
forældrene truer med at sende ham ned til farmor i Tyrkiet hvis han ikke hører efter
Pigen må ikke have en dansk kæreste og er rædselsslagen for at det bliver opdaget
eleven siger at familiens ære står på spil
Elev er ikke kommet hjem i to nætter, forældrene aner ikke hvor hun er
15-årig stukket af hjemmefra
dreng sover hos venner på skift fordi han ikke tør være derhjemme
Hun har skåret i sig selv på lårene
pige i 8. har rifter på underarmene og går altid i langærmet
elev skriver i sin stil at det ville være bedre hvis jeg ikke fandtes
han siger han ikke gider leve mere
drengen på 9 snakker om at springe ud foran et tog
gravid mor drikker, hvem skal have besked?
Kommende mor tager stoffer
Børn på 4 og 6 passer sig selv om aftenen mens mor er på arbejde
toårig fundet alene i lejligheden
Baby har blå mærker på kroppen
spædbarn blev rystet af faren
mor indrømmer at hun er kommet til at ruske den lille
Stedfar kommer ind på hendes værelse om natten
pige på 7 fortæller at onkel vil have hende til at røre ved ham
træneren sender billeder af sig selv til en af pigerne
en voksen mand på nettet har fået hende til at sende nøgenbilleder
Elevens nøgenbillede bliver delt på Snapchat og hun bliver afpresset
barn i børnehaven leger meget seksuelle lege og siger at det gør morfar også
pigen er bange for at være alene med sin bedstefar
sønnen har set far tæve mor
der er politi hos familien hver weekend fordi forældrene slås
mor bor på krisecenter med børnene
faderen har truet med at slå hele familien ihjel
han er blevet truet med kniv af nogle ældre drenge
eleven siger at kammeraterne fra bandekredsen presser ham til at gemme ting
En elev har taget kniv med i skole
dreng i 5. sparker og slår de andre børn
kæresten tjekker hendes telefon og bliver voldelig
Pige i 9. klasse fortæller at hendes ekskæreste tvang hende i seng
hun blev voldtaget til en fest
elev siger at hun ikke selv må bestemme om hun vil have tørklæde på
hendes forældre låser hende inde i weekenden
pigen må aldrig gå hjem alene og bliver altid hentet af sine brødre
han må ikke spise aftensmad hvis han har været uartig
barnet bliver straffet med at stå i mørke i kælderen
far smadrer ting derhjemme når han er fuld
Drengen tisser i bukserne når hans far henter ham
hun beder mig om ikke at ringe hjem for så bliver det slemt
eleven tør ikke vise karakterbogen derhjemme for så vanker der
barnet siger: far sparkede mig i maven
han har brandmærker efter cigaretter
der er gammelt og nyt blåt på ryggen og bagpå
Jeg så moderen smække hendes datter over fingrene ret hårdt
forældre siger at det er normalt i deres kultur at revse børn
hun har taget en hel pakke panodiler
en elev har søgt på hvordan man hænger sig
pigen er forlovet og er kun 15
datteren er blevet viet ved en imam selv om hun går i 9.
Eleven fortæller at hendes søster skal omskæres
pige på 11 skal snart til Gambia for at blive skåret
forældrene har taget hendes pas
dad hits him with a belt
she is scared to go home after school
my cousin says she has to marry someone in Iraq
a boy in my class has bruises all over his arms
she said she wants to die
mor kalder ham idiot og siger hun ville ønske han aldrig var født
dreng i 2. fortæller at mors kæreste holder ham fast under vand
Elev er utryg ved at skulle hjem, der er skænderier og vold
pigen har fået smæk hele sin barndom
hvad gør jeg når et barn fortæler at det får tæsk
""".strip().splitlines()

FOURTH_HARMLESS = """
Eleverne slår rekord i læsning, findes der noget til de dygtige?
Jeg har voldsomt travlt og har brug for overblik over tilbud
Hvad slår klokken når børn skal møde i SFO?
Drengen på 8 år har svært ved at komme op om morgenen
Elev med 30 procent fravær, hvad kan vi gøre?
pigen føler sig ensom og har ingen venner i klassen
dreng i 4. bliver drillet med sine briller
Far og mor er blevet skilt og barnet er ked af det
barnet savner sin far som bor i Jylland
Hun er bange for edderkopper og vil ikke med på lejr
eleven er bange for at holde oplæg
dreng er angst for at gå til eksamen
Mor er alene med tre børn og mangler aflastning
eneforsørger søger fritidstilbud
Barnet går alene hjem fra skole
Hvordan slår man op i handlevejledningen?
jeg vil slå et slag for mere bevægelse
tal om at slå sig ned i et nyt kvarter
Ny dreng fra Syrien skal lære dansk
familien er flyttet fra Pakistan og datteren skal starte i skole
Familien rejser til Tyrkiet i sommerferien og vil gerne have fri to dage før
eleven har brækket armen til fodbold
han faldt på løbehjul og slog knæet
pige har fået et blåt mærke i gymnastik
barn med mælkeallergi og udslæt
hun er forelsket og kan ikke koncentrere sig
De unge vil gerne vide noget om kærester og prævention
seksualundervisning i 6. klasse
eleven skal giftes væk i skuespillet
hvem kontrollerer fraværet på skolen?
Hvor tit bliver trivslen målt?
Hvad er skolens kontrol med børn der er hjemmeundervist?
Forældrene er bange for at skolen ikke er god nok
mor er bekymret for sprogudviklingen
Far er fængslet af spillet FIFA
drengen er fanget i computerspil hele natten
elev vil ikke aflevere sin telefon i timerne
telefonfri skole, hvad siger strategien?
må eleverne have mobil med i skole?
Børnene må ikke spise slik i institutionen
barnet sover ikke om natten
baby græder meget og vi er trætte
gravid med tvillinger, hvilke tilbud er der?
gravid og nervøs for fødslen
fødselsforberedelse for førstegangsfødende
Sundhedsplejerske besøg hos nyfødt
5-årig taler ikke så godt dansk
Hvor meget tid bruger de på skærm
han stikker næsen i alle bøger
hun løber fra opgaverne når det bliver svært
de stikker af med sejren hver gang
Barnet gemmer sine lektier væk
dreng gemmer sig under bordet når der er larm
Eleven vil ikke klæde om til idræt fordi hun er genert
eleven er truet af at dumpe matematik
lukningstruet klub i Valby
Vi vil skabe tryghed på vejen til skole
voldsom stor klasse med 28 elever
han har en voldsom fantasi
hvem tager ansvar for trivslen når læreren er syg
strategi mod mobning
hun bliver holdt udenfor i frikvarteret
Hvad er integrationspolitikkens mål
hvordan bliver medborgerskab styrket
religion i skolen, må man bede
pige i 7. klasse med tørklæde vil gerne til svømning
Eleven er muslim og faster
Er der en lektiecafé på Nørrebro
skal jeg sende en underretning når en elev har 15 procent fravær
overgang fra børnehave til skole
Eleven har ADHD og forstyrrer
forældrene kommer aldrig til møder
Far taler ikke dansk, kan vi få tolk
samarbejde med forældre der er uenige
bedstemor henter barnet hver dag
who can help with absence in grade 7?
is there a homework club for my son
my daughter is shy and has no friends
kids hit the books at the library
hvordan rammer vi de unge med vores kampagne
""".strip().splitlines()

FIFTH_HINTS = """
Vi har en lille fyr på stuen som dukker hovedet hver gang en af os rækker ud efter noget
under frokosten sagde hun at far bliver til en anden når han har drukket og så gemmer de sig i skabet
barnet leger at dukken skal have klø fordi den har spildt
Jeg skiftede ble og så mærker på inderlåret som jeg ikke kan forklare
mor grinede og sagde at et par flade over numsen har ingen taget skade af
når papa kommer for at hente stivner han helt
hun siger at hun ikke må sige hvad der sker om natten for så kommer mor i fængsel
En treårig der bliver ved med at sige av i tissekonen og at det var onkel
dreng på 5 fortalte at de blev låst ude på altanen hele aftenen
Faren råber og skubber til barnet i garderoben
to søskende på 3 og 5 bliver tit fulgt hjem til en tom lejlighed
barnet er ikke blevet hentet, og det viser sig at storesøster på 8 passer alle de små
Der har ringet en mand som siger at han vil komme og hente datteren med magt
en far stod på kontoret og sagde at hvis vi skriver til kommunen så skal vi få ham at se
Elev udmeldt uden varsel, søskende siger at de er blevet i udlandet
pigen er ikke mødt efter ferien og veninderne siger at hun er blevet gift dernede
Moren ville have adressen hemmelig fordi eksmanden forfølger dem
familien har fået beskyttet adresse
mor ringer grædende og siger at manden har taget kvælertag på hende
Er det kommunen man ringer til hvis naboens børn skriger og man hører slag
min eksmand tager hårdt fat i vores søn når han har ham
min søn kommer hjem fra samvær med blåt øje
Jeg kom til at slå min datter i går og er fortvivlet
Jeg er bange for hvad jeg kan finde på at gøre ved mine børn
min mand synes at drengene skal lære det på den hårde måde
min datter på 13 har ridset sig på håndleddet med en passer
min søn har skrevet et afskedsbrev
min datter chatter med en mand på 30 der vil mødes
hun løb hjemmefra i aftes og svarer ikke på telefonen
min kæreste har banket mig mens børnene så på
min søn bliver truet til at sælge hash
min svigerfamilie vil have at vores datter skal bo hos dem i Libanon til hun hører efter
en af mine spillere har striber over ryggen når han tager trøjen af
Han bliver bleg når faren dukker op på sidelinjen
Far hev ham i nakken ud til bilen efter kampen, det så ikke godt ud
en af drengene vil aldrig bade med og har mærker på skuldrene
en assistenttræner er lidt for meget på de små piger
pige på holdet måtte stoppe fordi brødrene ikke ville have hun spillede med drenge på banen
spiller sagde at han får bank hvis de taber
drengene har lavet en video hvor en bliver tvunget til at slikke på en sko
holdkammerat skriver at han overvejer at gøre en ende på det hele
en af mine spillere er begyndt at gå med kniv for at føle sig sikker
min far slår mig hvad skal jeg gøre
må ens forældre godt tage ens telefon og læse alt
min bedste ven skærer i sig selv og jeg har lovet ikke at sige det
jeg har lyst til at stikke af hjemmefra
min bror siger at han slår mig ihjel hvis jeg får en kæreste
jeg tør ikke sige det til nogen men der er en voksen der rører ved mig
mine forældre har fundet en mand til mig i Marokko
jeg må ikke være sammen med nogen efter skole og min fætter holder øje med mig
en dreng vil lægge nogle billeder ud af mig hvis jeg ikke gør som han siger
jeg kan ikke holde det ud mere og vil bare væk fra det hele for altid
mor låser mig inde på badeværelset
min mor drikker og så bliver hun ond
min veninde skal til Egypten og hun tror ikke hun kommer hjem igen
jeg vil ikke hjem i dag for jeg får tæv
ved hjemmebesøget fandt jeg et spædbarn med et brud ingen kan forklare
Mor fortæller at hun nogle gange har lyst til at kaste barnet ud ad vinduet
ung mor med efterfødselsreaktion hører stemmer der siger hun skal gøre barnet fortræd
manden svarer på alt for hende og hun tør ikke se op
gravid kvinde med blå mærker på maven
Den gravide ryger hash og går ikke til kontrol
Far er så vred på den lille når den græder at mor ikke tør gå fra dem
barnet på halvandet har brændemærker og forældrene har ikke søgt læge
der lugter af sprut i hjemmet og baby ligger i en våd ble hele dagen
mor vil have datteren omskåret når de besøger familien
søskende fortæller at lillebror bliver bundet til sengen
pigen på 10 har smerter i underlivet og er pludselig begyndt at tisse i sengen
Eleven i 1. klasse tegner sig selv med blod og en stor mand
hun bliver holdt hjemme fra skole for at passe hus og søskende og må ikke gå ud
my husband gets violent when he is drunk and the kids see it
my daughter's stepdad touches her
our neighbour leaves her toddler home alone at night
my son said his coach hurt him
they want to take my niece abroad to get married
my teenager has run away, who do I call
she cuts herself when she is upset
he threatened to kill us if I leave
my brothers watch me all the time and i am not allowed to have friends
i heard the teacher grabbed a child really hard
""".strip().splitlines()

FIFTH_HARMLESS = """
Vi har en lille fyr på stuen som ikke vil sove til middag
barnet bider i sin trøje når der er mange mennesker
hvordan får vi de stille børn med i legen
hun vil kun lege med de voksne
barnet falder tit og har skrammer på knæene
dreng på 4 er meget glad for sin bamse og vil ikke slippe den
Barnet siger av når vi reder hår
vi øver os i at sige stop når noget er for vildt
han kaster med klodser når han bliver frustreret over et puslespil
to børn skændes om cyklen hver dag
bedstefar kommer og læser højt om fredagen
far henter altid sent fordi han arbejder
Forælder vil vide hvad reglerne er for ferie uden for skoleferien
hvor henter jeg skemaet til fraværsregistrering
Elev udmeldt til privatskole, hvem giver vi besked
Hvad er telefonnummeret til UU
familien flytter til Amager i næste måned
søskende skal på samme skole
moren har skiftet efternavn efter bryllup
har I en liste over skoler med fraværsrådgivere
forældre klager over maden
hvordan melder jeg en elev syg
Mit barn vil ikke i skole og har ondt i maven hver morgen
min søn på 12 spiller hele natten
min datter er meget genert, kan hun få hjælp
min dreng er lige startet i 1. klasse og savner sin børnehave
jeg er alene med min søn og har brug for nogen at tale med
min mand og jeg er uenige om skolevalg
Min datter er ked af det fordi veninden er flyttet
Vi er nye i landet og kender ingen
kan jeg få hjælp til at lære dansk
hvor lang ventetid er der hos PPR
min søn slår op i ordbogen uden at forstå det
min datter er blevet uvenner med hele klassen
hvordan får vi flere piger til fodbold
spillerne er slidte og slår fejl i afslutningerne
han skyder hårdt men rammer ikke mål
vi blev slået 4-0 og stemningen er dårlig
dreng har fået en skade i knæet og må ikke spille
Modstanderne pressede os højt hele kampen
nogle af drengene er bagud i skolen, hvem kan hjælpe
forældrene råber på sidelinjen til hinanden af glæde
fritidspas, hvordan får man det
træner søger samarbejde med skolen
klubben vil gerne have børn fra udsatte områder med
jeg har ingen venner i klassen
jeg er dårlig til matematik og bange for at gå til prøve
jeg keder mig i skolen
må jeg selv bestemme om jeg vil gå i klub
min lærer er sur hver dag
jeg har for meget fravær hvad sker der nu
hvor kan jeg få lektiehjælp
min bedste ven er flyttet og jeg er trist
mine forældre er skilt og jeg bor hos dem hver anden uge
jeg er forelsket i en fra parallelklassen
mor er træt hele tiden fordi hun arbejder om natten
kan jeg snakke med nogen uden mine forældre ved det
amning driller og mor er udmattet
barnet tager ikke nok på i vægt
tilbud til unge forældre i Sydhavnen
far er usikker på hvordan han skal holde den lille
gravid 17-årig vil gerne fortsætte i skole
Familien vil have hjælp til at få struktur på hverdagen
3-årig siger meget få ord
hvornår ser sundhedsplejersken børn i skolealderen
barnet er overvægtigt og bliver forpustet
mor græder let og føler sig trist efter fødslen
kosten i hjemmet er ensformig
hvad betyder tidlig indsats
hvor mange børn er i mistrivsel i København
hvilket tilbud er bedst mod langvarigt fravær
Hvem betaler for U-start
Hvad koster strategien
my son refuses to go to school
is there a free time job for my 14 year old
where can we find a mother tongue class
my daughter is new in Denmark and feels lonely
he broke his leg playing football and missed a month
what does the integration policy say about language
we are getting divorced, how do we tell the school
""".strip().splitlines()

HINTS = (FIRST_HINTS, SECOND_HINTS, THIRD_HINTS, FOURTH_HINTS, FIFTH_HINTS)
HARMLESS = (FIRST_HARMLESS, SECOND_HARMLESS, THIRD_HARMLESS, FOURTH_HARMLESS, FIFTH_HARMLESS)
NAMES = ("first", "second", "third", "fourth", "fifth")
MISSED, SHOWN = 0.05, 0.1  # of the hints of a set, and of its look-alikes


@pytest.fixture(scope="module")
def safety(documents: list[Document], facts: list[Fact]) -> Safety:
    """The rule as an opened generation has it."""
    return Safety(json.loads(json.dumps(safety_data(read_vocabulary("safety"), documents, facts))))


@pytest.mark.parametrize("hints", HINTS, ids=NAMES)
def test_hints_show_the_note(safety: Safety, hints: Sequence[str]) -> None:
    missed = [text for text in hints if not safety.notices(text)]
    assert len(hints) >= 40 and len(missed) <= MISSED * len(hints), missed


@pytest.mark.parametrize("harmless", HARMLESS, ids=NAMES)
def test_look_alikes_rarely_show_the_note(safety: Safety, harmless: Sequence[str]) -> None:
    shown = [text for text in harmless if safety.notices(text)]
    assert len(harmless) >= 40 and len(shown) <= SHOWN * len(harmless), shown
