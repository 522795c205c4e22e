"""The safety note: what shows it, what does not, and that it says nothing the documents do not say."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest

from corpus.catalogue import read_catalogue
from corpus.document import Document
from graph.extraction import extract_facts
from graph.fact import Fact
from ontology.vocabulary import read_vocabulary
from search.answer import Notice
from search.safety import Safety
from search.safety_data import safety_data

# Written as people write, before the cues; some of the last ones are so roundabout that they may be missed.
HINTS = """
Far har slået hende med en livrem, siger hun i dag efter gymnastik
En elev i 3. b kom med et blåt øje og vil ikke sige hvorfor
mor giver mig lussinger når jeg ikke laver lektier
min stedfar tæver min lillebror
Drengen fortæller at han får klø derhjemme
pige 14 år siger hun får smæk hver gang hun kommer for sent
han er blevet sparket af sin storebror igen
Barnet er blevet rusket af sin mor
Vi har fundet mærker på overarmene som efter en hånd
partnervold i hjemmet, børnene har set det hele
voldsramt familie på krisecenter i Valby
hun overværer at far banker mor
psykisk vold, ydmygelser og nedgørelse derhjemme
Der er mistanke om seksuelt overgreb mod en pige i børnehaven
onkel har rørt ved hende på steder han ikke må
hun er blevet voldtaget af en fra klassen
incest mistanke hvad gør jeg
blufærdighedskrænkelse på skolens toilet
Faderen truede med at slå hende ihjel hvis hun sagde noget
min bror siger han dræber mig hvis jeg har en kæreste
der er fremsat dødstrusler mod en elev
vi har fået trusler fra familien
Storebroderen tjekker hendes telefon hver aften
forældrene bestemmer hvem hun må være venner med
hendes fætre holder øje med hende på skolen
jeg må ikke gå i det tøj jeg vil for min familie
pigen må aldrig være sammen med drenge udenfor skoletiden og bliver hentet af sine brødre
negativ socialkontrol i en somalisk familie
æreskonflikt
Familien mener hun har kastet skam over dem
de vil gifte mig med min fætter til sommer
hun skal giftes med en mand hun aldrig har mødt
tvangsgiftet som 17-årig
frygter barnebrud
Elev i 9. kl. er bange for at blive sendt til Somalia i ferien
de tog hendes pas og købte en enkeltbillet
bliver måske sendt på koranskole i udlandet
genopdragelsesrejser hvordan forhindrer vi det
Hun er ræd for at gå hjem efter skole
tør ikke tage hjem med karakterbogen
han græder hver gang han skal hjem fra klubben
Pigen beder om at måtte blive på skolen fordi hun ikke vil hjem til far
Vores datter er stukket af hjemmefra igen
min søn på 15 er løbet hjemmefra og sover hos venner
teenager rømmet fra institution
en ung der lever på gaden efter at være smidt ud hjemmefra
vi har ikke set hende siden i går og telefonen er slukket
Dreng i 2. klasse slår de andre børn i frikvartererne
eleven bider og sparker de voksne
han overfaldt en kammerat med en saks
der er kommet en elev med kniv i skolen
har kastet en stol efter læreren
Hun bliver låst inde på sit værelse
barnet får ikke mad derhjemme og går i beskidt tøj
omsorgssvigt hvem kontakter jeg
to små børn alene hjemme om natten
vanrøgtet baby
en pige skal omskæres i sommerferien
mine forældre tvinger mig til at gå med tørklæde
far kontrolerer alt hvad hun laver på mobilen
mistanke om vål i hjemmet
han bliver slået der hjemme
overgræb mod barn
tvangs ægteskab
negativ sosial kontrol
han bliver mishandlet af sin stedmor
faren har slaaet hende
farmor river hende i håret
hans mor tog kvælertag på ham
my dad hits me when he drinks
She is being beaten at home
a student told me her brothers threaten her
child afraid to go home after school
forced to marry her cousin
he ran away from home last night
mother slapped the kid in the schoolyard
suspected child abuse
honour based violence
they took her passport and want to send her back
sexual assault by a family member
kid comes to school hungry and unwashed, neglect?
hendes ekskæreste stalker hende og deler nøgenbilleder
eleven bliver afpresset af en bande
21-årig kvinde trues af sine brødre
faderen spærrer hende inde når hun har været ude
En af mine elever har fortalt at der bliver slået i hjemmet
når papfar har drukket går det ud over os børn
drengen kom med et rødt aftryk af en hånd på kinden
hun siger hun faldt, men blåmærkerne ligner fingre
far bliver så vred at han kaster tallerkener efter mor
min mor river mig i armen og niver
de voksne derhjemme slåsser hver weekend
vidne til vold mellem forældrene
hun er bange for sin far
Min storebror har sagt at han vil tæve mig
børnehavebarn leger meget seksuelt og siger at morfar gør det samme
en voksen mand skriver til hende på snap og vil have billeder
fik taget på brysterne af en vikar
krænkende beskeder fra en træner
Pigen siger hun blev tvunget til sex
de har truet med at smide hende ud hvis hun ikke tager tørklæde på
bandemedlemmer truer ham
nogen siger de kommer efter mig
brødrene har sagt at hun ikke skal føle sig sikker
Hvis min far finder ud af at jeg har en kæreste er jeg færdig
hun får ikke lov at gå til svømning eller have veninder
hun skal altid have sin lillebror med og må aldrig være alene
alt skal godkendes af hendes far
de læser alle mine sms'er
hjemme skal hun gøre alt husarbejdet og må ikke komme ud
Hun skifter tøj på skolens toilet inden hun går hjem, og er rædselsslagen for at nogen ser det
skal vies til en mand i Pakistan
forlovelse med en fætter mod hendes ønske
arrangeret ægteskab elev 17 år
jeg skal giftes i ferien og jeg vil ikke
pludselig udmeldt af skolen og sendt til familien i Irak
eleven kom aldrig tilbage efter sommerferien i Libanon
familien planlægger en rejse så pigen kan blive opdraget ordentligt
hun siger "de sender mig væk hvis jeg ikke makker ret"
æresrelaterede problemer i en tyrkisk familie
vil ikke hjem fra SFO, klamrer sig til pædagogen
han beder om at vi ikke ringer hjem, for så får han tæsk
Elev bryder grædende sammen når vi siger at vi ringer til far
gemmer sig under bordet når far kommer for at hente
datter løbet væk, hvad gør vi
14-årig er ikke kommet hjem i to dage
han er stukket af fra opholdsstedet
sover i en opgang fordi han ikke tør være derhjemme
hun er blevet smidt ud af sine forældre fordi hun er lesbisk
elev truer lærer med en saks
voldelig seksårig hvad kan vi gøre
han slog en pige så hun blødte
har taget en kniv med i tasken
drengen er udadreagerende og kaster med møbler
min søn slår mig
min teenager er blevet voldelig over for mig
hun kradser og nikker skaller
barnet er altid sultent og går i det samme beskidte tøj
mor ligger fuld på sofaen når børnene kommer hjem
5-årig bliver efterladt alene om aftenen
baby med brud på armen
babyen blev rystet
vol i hjemet
trusseler fra eks mand
genopdragelses rejse til somalia
overgrab på en dreng
tvangsægtskab
voldtægt forsøg
hæderskonflikt eller æres-konflikt
hun er omskåret
My stepdad beats us with a belt
she came to class with bruises on her arms
he says he will kill me
a girl whose family wants to marry her off
pupil says her uncle touches her
we think he is being neglected at home
her father locks her in her room
my parents don't let me have friends or leave the house
she is scared of her brothers
student has been missing for three days
kid keeps punching the others
20-årig mand udsat for social kontrol
voksen kvinde på 24 med voldelig mand
er på flugt fra sin familie, 19 år
Jeg har set far tage hårdt fat i drengen ude på parkeringspladsen
der er en dreng i 1.b som siger at mor river i ørerne
hun får tærsk når hun taber noget
min far banker mig når han er fuld
Faren er lige løsladt efter dom for vold mod moren
Jeg tror hun bliver udsat for noget derhjemme, hun krymper sig når nogen løfter hånden
mor bliver slået af sin nye kæreste og børnene ser på
elev har brandmærker fra cigaretter
voldsofre i indskolingen
børn af voldsramte mødre
grænseoverskridende berøring fra stedbror
pige på 13 har fået nøgenbilleder delt
en dreng på 7 gør seksuelle ting ved de mindre
hun er gravid efter et overgreb
bliver stalket af sin eks
"hvis du siger noget slår jeg dig ihjel"
utryg fordi hendes brødre har truet kæresten
vi modtog et trusselsbrev
fætteren følger efter hende til og fra skole
hendes mobil bliver gennemgået hver aften
far bestemmer over alt hvad vi laver
forældrene har forbudt hende at tage på lejrskole og tale med drenge
må ikke have sociale medier, venner eller fritidsjob for familien
kontrollerende ægtemand
pigen skal bære tørklæde mod sin vilje
æresbegreber i hjemmet
hun har gjort skam på familien
homoseksuel dreng bange for familiens reaktion
de presser mig til at gifte mig
hun er lovet væk til en i Afghanistan
forældrene har fundet en mand til hende
tvungne ægteskaber
hun tror hun bliver gift bort i sommerferien
dumpet i hjemlandet hos bedsteforældrene
taget ud af skolen og sendt til udlandet for at blive opdraget
de vil sende mig til min onkel i Tyrkiet fordi jeg er for vild
far har gemt hendes pas
hun tør ikke fortælle hjemme at hun dumpede, så bliver hun straffet
drengen græder og siger han ikke tør komme hjem
barnet gemmer sig når det er hentetid
løbsk teenager der aldrig sover hjemme
hun flygtede fra sit hjem om natten
plejebarn rømmet
anbragt pige stukket af
væk hjemmefra i to døgn
min datter kom ikke hjem i går aftes
15-årig er efterlyst af politiet
pigen river og kradser de andre børn
dreng i 0. klasse kvæler de andre for sjov
truer med at stikke kammerater ned
går amok og smadrer klasselokalet
slås konstant i skolegården
en elev har fået tæv af tre andre på vej hjem
voldeligt overfald efter skole
søskende passer sig selv fordi mor er væk i dagevis
han er underernæret og fryser
babyen ligger i våd ble hele dagen og ingen reagerer
omsorgsvigt i familien
voldlig far
hun bliver truet hjeme
slåret af sin mor
sosial kontrol af piger
negativ kontrol fra familien
bange for at komm hjem
seksuelt overgred
domestic violence at home, child witness
dad beat him up
his stepfather chokes him
I am scared of my father
they will send me back to Pakistan to get married
girl not allowed to see anyone outside the family
boy threatened with a knife
runaway teen
she has been locked up at home
raped by an older boy
forced into marriage
she gets punished with a stick
hun er 22 og bliver kontrolleret af sin mand
en mor fortæller at hendes mand slår hende
medarbejder udsat for trusler fra forælder
pigen siger at hendes far nogle gange slår hendes lillebror med en bøjle
far har kastet mor ned ad trappen
jeg får en på hovedet hvis jeg svarer igen
Elev i 6. a har fået knytnæveslag af sin onkel
vi hører skrig og slag fra naboens lejlighed
han har et mærke på halsen som han ikke vil forklare
dreng med gentagne skader som forældrene forklarer forskelligt
bedstefar rører hende på lårene
hun har været udsat for et seksuelt overgreb til en fest
digitale krænkelser i 8. klasse
en træner sender frække billeder til en elev
min eks siger han vil lægge billeder op af mig
hun får trusler på snapchat fra sin fætter
de siger de vil brænde mit hus ned
far siger at hvis jeg siger noget til skolen så ryger jeg ud
mine brødre følger efter mig
må ikke have danske venner for sin far
hun er den eneste der ikke må deltage i svømning og seksualundervisning
unge der lever dobbeltliv på grund af familien
familien overvåger hende med gps
han tvinges til at bede og faste
de siger jeg bringer skam over dem
jeg er bange for æresdrab
Hun er 16 og forlovet med en hun ikke har valgt
kan man stoppe et tvangsægteskab
forældrene planlægger bryllup i Irak til sommer, eleven er 16
de har sagt vi skal på ferie men jeg tror ikke jeg kommer hjem igen
eleven er væk efter sommerferien, søskende siger hun er hos farmor i Somalia
pigen vil ikke med hjem når mor henter
hun sagde at hun hellere ville bo hos sin lærer end tage hjem
frygter at komme hjem til en vred far
16 år, har sovet i parken tre nætter
løb hjemmefra efter et skænderi
unge på gaden, smidt ud af familien
Barn slår lærer
skoleelev går til angreb på vikaren
han sparkede en pædagog i maven
børnene må ofte undvære aftensmad
to-årig går rundt alene ude på vejen
manglende pasning af spædbarn, mor er narkoman
tvangsgifte
kontroleret af sin bror
far er voldlig over for mor
æresrelatered konflikt
hun blev voltaget
being hit at home
he threatened to stab her
her brothers follow her everywhere
daughter ran off and we can't find her
mum hurts me
kid has burn marks
teenage girl fears marriage abroad
my boyfriend controls my phone
Hvem ringer jeg til, når et barn fortæller at han bliver slået af far?
min datter er blevet overfaldet på vej hjem fra skole
Drengen har striber på ryggen efter et bælte
Er det vold når forældre giver en flad?
Faderen har voldsdom og bor stadig hjemme
moderens kæreste har været efter pigen seksuelt
Elev fortæller i fortrolighed om voldtægtsforsøg
min fætter prøvede at kysse mig og holdt mig fast
vi har mistanke om grooming via spil
pigens onkel truede os på parkeringspladsen
truslerne kommer fra hendes egen familie
de har sagt at de finder mig hvis jeg flytter
min kollega er sikker på at der er social kontrol i hjemmet
hun må ikke lukke døren til sit værelse og telefonen bliver tjekket
hendes bror går altid og lurer uden for skolen
forældrene nægter hende at få uddannelse
Pige, 15, skal giftes med ældre mand, hvad gør skolen?
tvangsægteskaber i udlandet
mistænker genopdragelse, passet er væk
hele familien rejser til Somalia og pigen er rædselsslagen
barnet stivner når vi nævner at vi skal snakke med far
hun tør ikke gå hjem
han tør slet ikke tage hjem i dag
ung på 17 er stukket af og bor hos kæresten
pige løbet væk fra plejefamilie
han har været på rømmen en uge
en dreng i børnehaven slår, bider og sparker
slåskampe i frikvarteret
knægten har truet med at tage kniv med
forsømte søskende hvor mor ikke orker
æresvold
volld mod kvinder
negativ sosialkontrol
overgreeb
My mother hits me
he is violent at home
forced to wear hijab and threatened by father
she ran away because her parents want her to marry
parents beat their son
afraid that dad will hurt us
""".strip().splitlines()

HARMLESS = """
Skolen slår rekord i fremmøde i år
Det er voldsomt travlt op til jul
Vi slår op i ordbogen i dansktimen
kampagnen slår til lyd for mere bevægelse
Barnet er slået ud af feber
truende vejr på lejrskolen
far kontrollerer lektier hver aften
hun slås med matematikken
pedellen slår græs ved boldbanen
nye tal slår fast at fraværet falder
hvad slags hjælp findes der
voldsomt støjende klasseværelse
der var et voldsomt regnvejr på udflugten
en elev der har voldsomt svært ved at stave
tilbuddet er slået sammen med et andet
lønnen blev slået fra
indsatsen er slået igennem i hele byen
hvordan slår man fravær op i Aula
hjertet slår hurtigt før prøven
klassen slog parallelklassen i fodbold
vi er tvunget til at flytte mødet
han slog sig på legepladsen
det slog mig, at hun ofte er træt
truede dyrearter som emne i natur/teknologi
skolen er lukningstruet
Voldparkens skole
vi bor ved Christianshavns Vold
støj forvolder hovedpine hos børnene
den indvoldsorm barnet har
børnene spiller kampen om volden
tandlægekontrol i skoletiden
blodprøvekontrol hos lægen
kontrol af fravær i 6. klasse
han løber til skole hver morgen
hun er løbet tør for energi
barnet arbejder bedst hjemmefra
hvornår flytter unge hjemmefra
mine forældre er gift og bor på Amager
forgiftning med rengøringsmidler
æresgæst til skolens fest
det er en ære at samarbejde med jer
hun bider negle
han sparker til bolden
klokken slår otte og han er ikke mødt
banken ringede om skolens konto
banker på døren hos familien om morgenen
hun er bange for at gå i skole
bange for edderkopper
tør ikke række hånden op
skal vi slå hul på emnet i klassen
tager bussen hjem fra skole
er tryg ved at gå hjem alene
elev forsømmer undervisningen
har forsømt 20 timer
eleven er overvældet af lektier
hvad er klokken når skolen slår dørene op
hun vil gerne giftes en dag
rejser til Tyrkiet i efterårsferien med familien
han stikker i øjnene af pollen
stikker af fra timerne
is it true that U-Start is only at 15 schools
a hit song in music class
the team beat the other school at football
his heart beats fast before exams
alcohol abuse counselling for parents
voldsom glæde over ny skole
en slagkraftig indsats
slagtilfælde hos bedstemor
slår katten sig løs
vi slår et slag for fællesskabet
familien overvejer at skifte skole
mor bestemmer selv om barnet skal starte i U-Start
de kontrollerer fraværet hver uge
lærerne tjekker elevernes mobiler ind i mobilhotellet
dreng på 12 ligger i sengen hele formiddagen og kommer kun i skole to dage om ugen, bor i Vanløse
pige i 5. klasse har ondt i maven om morgenen og vil ikke i skole
han går hjem efter to timer fordi han er træt
hun vil ikke i skole men bliver hjemme hos mor
vores søn nægter at tage i skole og bliver hjemme i sengen
en elev tør ikke gå ind i klassen
barnet græder når mor går om morgenen
angst for at køre i bus
hvem kan hjælpe en familie med struktur om morgenen
er der tilbud til børn af skilte forældre
må man udveksle oplysninger med SOF uden samtykke
hvad står der i Barnets lov om underretning
hvor mange skoler har U-Start
hvilke indsatser overlapper på Nørrebro
hvad koster Skoleflex
hvem kontakter jeg i Valby om bekymring for fravær
ensom pige i udskolingen uden venner
elev spiller computer hele natten
min datter har dårligt selvværd og er stresset
forældre vil gerne have råd om grænsesætning
mor er psykisk syg og sover hele dagen
familien er lige flyttet hertil fra Syrien
flersproget elev med behov for dansk
han taler kun arabisk derhjemme
børn der pjækker hos en kammerat
far arbejder i udlandet og er sjældent hjemme
hun er blevet mobbet i klassen
min søn ryger hash
eleven får medicin for ADHD
forældrene er uenige om skolevalg
kommunen slår dørene op for nye familier
Vi slår to klasser sammen efter jul
indsatsen slog ikke til
kan vi slå alarm hvis fraværet stiger
tallene er slående
eleverne slog alle forventninger
mor slår op med sin kæreste
skolen har slået en stilling op
projektet blev slået i stykker af en besparelse
hun slog armen i gymnastik
drengen slog hul på knæet
slå koldt vand i blodet
det slår mig at han altid kommer om torsdagen
de voldsomme besparelser på skoleområdet
det er gået voldsomt fremad
han er voldsomt glad for heste
voldsom opmærksomhed på tal
arbejdet volder os besvær
cykeltur på Vestvolden
Voldparken i Husum
truende skyer over idrætsdagen
økonomien truer projektet
fjernundervisning på grund af truende storm
tjekker du lektier på Aula
kontrol af luftkvalitet
overvågning af indeklima i klasser
øjenkontrol hos lægen
lærerne kontrollerer om alle har madpakke
tvangstanker hos en teenager
vi blev nødt til at aflyse
er det tvungent at deltage i forældremødet
æresrunde ved skolens motionsløb
stolt og ærlig dreng
sparket til ideen kom fra elevrådet
bidt af en skovflåt
bider tænder om natten
kniv og gaffel i madkundskab
hvem slår græsset
kampsport og boksning i fritiden
hun arbejder på krisehåndtering
kan man få penge til svømning
hvor løber børnene hen i frikvarteret
motionsløb på skolen
løb hjem efter idræt
jakken er forsvundet i garderoben
tager toget alene hjem
må man give eleven fri til ferie i Tyrkiet
giftige dampe i kemilokalet
hans forældre er ikke gift
skolen ligger på Vold
what interventions are there against school absence in Amager
who do I call about a child who never comes to school
does the headmaster control attendance
my son hits the books every evening
the plan was hit by budget cuts
knock it out of the park
help for parents who abuse alcohol
violin lessons for kids
is it true that Skoleflex ends in 2026
is my daughter allowed to be home-schooled
my child does not want to go to school and stays home
scared of tests and exams
mor siger at han ikke vil i skole
far fortæller at drengen ikke sover om natten
forældrene kan ikke få hende ud af døren
eleven er alene hjemme om formiddagen
han går hjemmefra men dukker aldrig op i skolen
drengen siger han har ondt i maven og vil hjem
vi har ikke set eleven i skolen i tre uger
hun bliver væk to-tre dage om ugen
mor kan ikke komme op om morgenen
hvordan taler vi med forældrene om fravær
familien er socialt isoleret og kender ingen
pressede forældre med tre børn
forældrene skal godkende indstillingen
storebror følger ham i skole om morgenen
hvordan opdager familien tilbuddet
søn isolerer sig på værelset og spiller
barnet savner sin far som er rejst til Marokko
familien holder ferie i Libanon hele juni
far har alkoholproblemer
mor med depression har brug for aflastning
forældre med misbrug
børn på flugt fra krigen
familien flygtede fra Ukraine
eleven sover i timerne
eleven er helt smadret efter skole
kradser sig til blods på grund af eksem
smidt ud af timen for at snakke
får vi besked når vi har underrettet
hvornår skal forældre høres
hun har ingen venner i klassen
bror og søster går på samme skole
hvor kan unge på 18 få en at tale med
hun er bange for at blive drillet
bange for at sige noget højt i klassen
han er ked af det når mor og far skændes
forældrene skal skilles
han har brug for mere selvbestemmelse
familien vil gerne vælge en anden skole
mor vil ikke give samtykke
hun har brug for kontrol hos børnelægen
piger der ikke får motion
drenge med ADHD i indskolingen
hvem må hente barnet i SFO
lærer søger råd om klasseledelse
min kone og jeg er uenige
søvnproblemer og mareridt
slå et smut forbi skolen
vi slog os sammen med naboskolen
han slår knuder på sig selv af generthed
kan man slå tilmeldingen fra
slå den rigtige tone an
hendes rekord blev slået i går
eksamen slog ham helt ud
cyklen blev slået skæv
hun slår altid sin bror i ludo
regnen slog mod ruderne
de slog lejr i skoven
vi har slået dørene op for forældrecaféen
hvad slår de for en tid på 60 meter
slagplan for fraværet
fuld af slagkraft
vi fik et voldsomt godt møde
voldsomt mange henvendelser
en voldsom omgang maveonde
boligblokken ved volden
voldgiftssag om byggeri
sult efter læring
udryddelsestruet padde i naturfag
regnskoven er truet
truet af nedlukning
pedellen kontrollerer ventilationen
hvem overvåger fremmødet på skolen
jeg kontrollerer stavefejl
tvangslukket svømmehal
er barnet tvunget til at deltage
i ærlighedens navn
stor ære for skolen at få besøg
ærespræmie til de flittigste
straffesparkskonkurrence
spark til motivationen
kastede håndklædet i ringen
angrebet af mider
dræbende kedelig undervisning
dræber lysten til at lære
kan man arbejde hjemmefra som forælder
løber tør for tid
stikker ud fra mængden
rende og hoppe i frikvarteret
gift med en lærer
insektgift
my child keeps missing school on Mondays
kids who stay home alone during the day
parents do not want to come to meetings
who can talk to the parents
beat the previous score
hit a wall with his studies
kill two birds with one stone
eleven slår alle i klassen i hovedregning
ny vej slår hul i budgettet
forslaget slår fejl
slog han til som vikar
vi slår gerne en handel af
skolen har slået sig på bevægelse
indsatsen slår kraftigt igennem
slå op på side 12
der slås til lyd for kortere skoledage
drengen slås med at holde sig vågen
vi slås hver dag med it-problemer
slår I mobilen fra i timen
hun slog hurtigt over på engelsk
pigen slog sig da hun faldt af cyklen
han slog storetåen
de slog Rådmandsgade i finalen
slår du lyden til
et voldsomt behov for ro
voldsom stigning i fravær
voldsomt presset familie
han er voldsomt optaget af dinosaurer
klassen er voldsomt uheldigt stillet
vold-fri leg på volden
en gåtur på voldene
hvad volder barnet problemer
truende regnskyer
dyrearter der er truet af klimaforandringer
skoven er truet
truet på pengene
stressen truer med at vælte mor
han truer ingen
far tjekker lektier
lærer kontrollerer fremmødelister
kontrollér venligst tallene
pedellen tjekker kontoret
kommunen overvåger ventetider
hun får tjekket syn og kontrolleret høreapparat
kontrolmåling af astma
tvivl om tvang ved tandbørstning
skolen blev tvunget til at aflyse turen
æret være mindet
æresdiplom til eleverne
forhold til hjemmet
hun kommer hjem kl 15
bange for torden
bange for at komme bagud
barnet er ræd for vand
hun tør ikke cykle i skole
flygter ind i computerspil
stikker næsen i en bog
stak af sted til fodbold
løb væk fra hvepsene
løbet ud af penge
forsvundet cykel
sparkekasse på legepladsen
sparker dæk
bider i det sure æble
han bider i sin trøje
kaster sig over opgaven
kaster op om morgenen
gift med sit arbejde
giftslange
banker på døren
hjertebanken før fremlæggelser
beat boxing workshop
kick off for the project
hit the ground running
threatening clouds at sports day
run away with the prize
Skoleflex slår igennem på Østerbro
holdet slog deres personlige rekord
hun slår græs i fritidsjobbet
vi slår dørene op til åbent hus
slår fraværet til i statistikken
slår jer løs til festen
Vi slår ring om eleverne
aftalen slår revner
en slående forskel på de to tilbud
hvad slags støtte kan man få
slagside i klassen
det er voldsomt dyrt
voldsomt uroligt i timerne
han reagerer voldsomt på lyde
voldsom hovedpine
parken ved Kastelsvolden
larm fra volden ved banen
ændringen volder problemer
det truende uvejr aflyste turen
truet dyreart
lukningstruede skoler
far kontrollerer lektiebogen
mor tjekker madpakken
skolen kontrollerer fremmødet
kontrolbesøg hos tandlægen
tvunget til at aflyse
tvangstanker og angst
årets æresgæst
det var os en ære
bange for mørke
bange for at komme for sent i skole
bange for at cykle
løber en tur hver dag
løbet tør for tålmodighed
arbejder hjemmefra om fredagen
flyttet hjemmefra som 18-årig
stikker af fra dansktimen
hun er slået ud af influenza
slås med stavning
slås med søvnproblemer
sparker bolden over hegnet
bider negle i timen
kniv og gaffel
banken ringer
gift med dansk mand
forsømmer timer
kaster bolden
kontrollerer vejrtrækningen
truer regnen turen
slog op i ordbogen
""".strip().splitlines()

DOCUMENTS = list(read_catalogue())
FACTS = extract_facts(DOCUMENTS)


def compiled(documents: list[Document] = DOCUMENTS, facts: list[Fact] = FACTS) -> Safety:
    """Safety as an opened generation makes it: through JSON text."""
    return Safety(json.loads(json.dumps(safety_data(read_vocabulary("safety"), documents, facts))))


SAFETY = compiled()


def notice(notices: tuple[Notice, ...], part: str) -> Notice | None:
    return next((row for row in notices if part in row.text), None)


def test_at_least_97_percent_of_the_hints_show_the_note() -> None:
    missed = [text for text in HINTS if not SAFETY.notices(text)]
    assert len(HINTS) >= 300
    assert len(missed) <= 0.03 * len(HINTS), missed


@pytest.mark.parametrize("text", HINTS[:85])
def test_every_plain_hint_shows_the_note(text: str) -> None:
    assert SAFETY.notices(text)


def test_at_most_six_of_the_look_alikes_show_the_note() -> None:
    shown = [text for text in HARMLESS if SAFETY.notices(text)]
    assert len(HARMLESS) >= 300
    assert len(shown) <= 6, shown


@pytest.mark.parametrize(
    "text",
    ["han slog til hende", "far slog hende ned", "hun er stukket af hjemmefra", "SLÅR FAR HENDE?", "Vold!", "far truer, det er truende vejr", "hun slår rekord, og far slår hende"],
)
def test_a_longer_hint_goes_before_a_harmless_use(text: str) -> None:
    assert SAFETY.notices(text)


@pytest.mark.parametrize("text", ["", " ", "12345", "?", "\n", "🙂", "x" * 4000, "slår rekord " * 300])
def test_empty_odd_and_long_questions_are_quiet(text: str) -> None:
    assert SAFETY.notices(text) == ()


def test_quotes_are_exact_and_sections_are_real() -> None:
    by_id = {document.id: document for document in DOCUMENTS}
    for row in {*SAFETY.notices("vold"), *SAFETY.notices("vold", adult=True)}:
        assert row.kind == "safety"
        assert row.quote and row.quote in by_id[row.document].text
        assert row.section == by_id[row.document].section_at(by_id[row.document].text.index(row.quote))


def test_every_number_is_the_quotes_own() -> None:
    for row in {*SAFETY.notices("vold"), *SAFETY.notices("vold", adult=True)}:
        assert set(re.findall(r"\d+", row.text)) <= set(re.findall(r"\d+", row.quote)), row.text


def test_the_note_holds_rule_duty_and_every_phone_of_the_section() -> None:
    rule, duty, numbers = SAFETY.notices("vold")
    assert "fortæl dem ikke" in rule.text and "må du ikke fortælle forældrene" in rule.quote and "repressalier" in rule.quote
    assert "§ 133." in duty.text and "§ 133" in duty.quote
    phones = [fact for fact in FACTS if fact.relation == "contact_phone" and fact.document == "handlevejledning"]
    assert len({fact.object for fact in phones}) == 6
    assert all(numbers.text.count(str(fact.object)) == 1 for fact in phones)
    for fact in phones:
        assert str(fact.object) in numbers.text and fact.quote in numbers.quote


def test_somebody_over_18_gets_the_other_law() -> None:
    notices = SAFETY.notices("kvinde på 22 får tæsk af sin mand", adult=True)
    assert notice(notices, "§ 133") is None
    over = notice(notices, "serviceloven")
    assert over and "over 18 år skal kommunen tilbyde" in over.quote and over.document == "integrationspolitik" and "Udkast" in over.text


@pytest.mark.parametrize("text", ["mor på 22 slår sit barn", "20-årig mor slår sin datter", "19-årig truer en elev i 4. klasse"])
def test_a_child_beside_an_adult_keeps_the_duty(text: str) -> None:
    notices = SAFETY.notices(text, adult=True)
    assert notice(notices, "§ 133") and notice(notices, "serviceloven")


def without(*wanted: str) -> list[Document]:
    """The documents with some of their words changed."""
    changed = []
    for document in DOCUMENTS:
        text = document.text
        for words in wanted:
            text = text.replace(words, "x" * len(words))
        changed.append(replace(document, text=text))
    return changed


def test_a_part_that_no_document_states_is_left_out() -> None:
    notices = compiled(without("skærpet underretningspligt")).notices("vold")
    assert notice(notices, "underretningspligt efter") is None and notice(notices, "fortæl dem ikke")
    assert notice(compiled(without("må du ikke fortælle", "du ikke må involvere")).notices("vold"), "fortæl dem ikke") is None
    assert notice(compiled(without("over 18 år skal")).notices("vold", adult=True), "serviceloven") is None


def test_without_numbers_the_link_to_the_section_stays() -> None:
    numbers = notice(compiled(facts=[]).notices("vold"), "Ring til Socialforvaltningen")
    assert numbers and not re.search(r"\d", numbers.text)
    assert numbers.document == "handlevejledning" and numbers.section.endswith("Kontakt til Socialforvaltningen")


def test_without_documents_there_is_nothing_to_say() -> None:
    assert compiled([], []).notices("vold") == ()


def test_another_editions_number_is_followed() -> None:
    changed = [replace(fact, object="99 88 77 66") if fact.object == "33172337" else fact for fact in FACTS]
    assert notice(compiled(facts=changed).notices("vold"), "Amager 99 88 77 66")


@pytest.mark.parametrize(
    "text",
    [
        "Det er vigtigt, at du tidligt taler med barnet og forældrene om deres opfattelse af barnets trivsel",
        "Forældre, lærerteam og ledelsen informeres altid",
        "Der holdes forældresamtaler hver måned",
        "familien inviteres til netværksmøde",
        "The parents are informed by the school",
        "Skal du tale med andre om din bekymring? Kollega, leder, skole, daginstitutionssocialrådgiver, barn, forældre eller andre?",
    ],
)
def test_passages_that_involve_the_parents_are_known(text: str) -> None:
    assert SAFETY.involves_parents(text)


@pytest.mark.parametrize("text", ["må du ikke fortælle forældrene, at du laver en underretning", "Eleven får en fast voksen på skolen", "71% af børn med forældre født udenfor Danmark", ""])
def test_passages_that_do_not_are_left_alone(text: str) -> None:
    assert not SAFETY.involves_parents(text)


def test_every_group_named_in_a_cue_exists() -> None:
    data = safety_data(read_vocabulary("safety"), [], [])
    named = {key[1:] for rows in data["phrases"].values() for slots, _ in rows for slot in slots for key in slot if key[0] == "@"}
    assert named <= set(data["groups"])
    written = {word for concept in read_vocabulary("safety") for text in concept.texts("professional", "everyday", "misspelling") for word in re.findall(r"\b[A-ZÆØÅ]{4,}\b", text)}
    assert written - {"ADHD"} <= set(data["groups"])
