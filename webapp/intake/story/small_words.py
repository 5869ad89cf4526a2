"""Common small words by which languages in Latin script are told apart.

Philippine languages share many of them (`ang`, `sa`, `mga`); the words that only one language has decide.
"""

from __future__ import annotations

SMALL_WORDS = {
    code: frozenset(words.split())
    for code, words in {
        "en": "the of and to in that is for on with was as it by from said has have will at be are were not this they "
        "their his her after before but who which been would more an he she its we you may than about over into out",
        "fil": "ang ng sa mga na ay si ni kay nang para ito hindi kung din rin niya may siya nila naman at pa po lang "
        "dahil ayon sina nina kina umano raw daw sila kanyang kaniyang kanilang ating aming ako ikaw kami tayo kayo "
        "natin namin ninyo nito niyan dito doon iyon yung mula hanggang habang matapos bago pero ngunit subalit upang "
        "bilang wala walang mayroon bukas kahapon ngayon ngayong kaninang nitong noong isang dalawang tatlong lahat "
        "ilang maging bunsod kabilang sinabi",
        "ceb": "ang sa nga og mga ug kini dili iyang ilang gikan alang kay usa niini niadtong kaniadtong didto usab "
        "wala walay tungod human matod matud aron kaayo siya sila nila niya ni si na ka kang kanila ngadto bisan samtang karon "
        "among atong inyong imong akong matag hangtod hangtud niining kining kanang kadtong kadto karong gahapon ugma unsa "
        "kinsa busa apan mao naa adunay aduna sumala nato nako kanato kaninyo pinaagi atubangan",
        "hil": "ang sang sa sing mga kag nga ini indi gid si ni kay ukon wala suno iya ila iyang nagligad karon subong "
        "didto diri sila siya nila niya nagsiling bangud agud halin tuhay amo man na",
        "ilo": "ti iti dagiti kadagiti nga ken kinuna idi idiay agraman adda awan daytoy dayta gapu babaen manipud "
        "kas saan isu isuda ni da no ta tapno pay met kadi kenni",
        "war": "an ha han nga ngan mga hi ni diri hini hiton ini kay nira niya hiya hira amo para tikang ngada upod san",
        "bcl": "an sa kan asin na mga si ni nin dai ini kaini idto duman digdi iyo sinda saindang saiyang siring huli "
        "poon sagkod mantang tabi man kun",
        "pam": "ing ning king keng ding karing reng at la ya da na ampong ampo ini iti ita kareng ngeni itang e",
        "pag": "so na ed tan saray say ya ray sikato sikara odino lapud diad nen dia sarayan et",
        "de": "der die das und nicht mit von für ist ein eine den auf dem zu im sich des auch hat dass wird sind nach bei",
        "fr": "le la les des et une est pour dans que qui du sur pas au par avec ce il ont sont elle aux de en a",
        "es": "el los las de que y en una un por con para del se no su es al lo la fue han más como este tras",
        "pt": "o os as de que e em um uma por com para do da não se no na dos das ao foi mais como pelo pela",
        "it": "il di che la per un una con del non sono della dei gli le nel alla ha i è e si da anche dal",
        "nl": "de het een van en dat niet voor met op zijn aan ook te bij door is in heeft wordt naar",
        "id": "yang dan di dengan untuk dari ini itu pada tidak akan dalam oleh karena bahwa telah juga ke sebagai",
        "nb": "og det som på er ikke til av en et har med for at å var de den om",
        "sv": "och att det som på är inte en ett för med av till har den de om från",
        "pl": "w i na z się nie do że jest to o po za jak przez od dla oraz",
        "tr": "ve bir bu için ile olarak da de daha çok olan sonra kadar gibi",
        "vi": "và của là các có không được cho trong với một người đã những này",
        "sw": "ya na wa kwa ni katika za la kuwa hiyo huo cha yake wake baada",
    }.items()
}
