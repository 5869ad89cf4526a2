"""Words around what somebody looks for, as in a question. They count only where a query has no others."""

from __future__ import annotations

_ENGLISH = (
    "a about after an and any are as at be been before but by can could did do does for from had has have he her his how "
    "i if in into is it its latest me my news of on or our read she should so tell than that the their them there they this "
    "to was we were what when where which who whom whose why will with would you your"
)
_FILIPINO = (
    "alin ako ang ano anong anu aking akin at ating atin ay ayon ba bakit balita balitang dahil daw dito doon gaano ganito "
    "hinggil hindi ilan ilang ito iyan iyon iyong ka kanila kanilang kanino kaniya kanya kanyang kapag kay kaya kayo ko "
    "kung kami kailan lang mayroon meron mga mo mula na namin nang nasa natin ng ngayon ni niya nila ninyo nito "
    "niyan noon o paano paanong pala para pero po pong rin din raw sa saan saang si sila sino sinong sina siya tayo "
    "tungkol tungkulin umano upang yan yon yung"
)
FILLER_WORDS = frozenset(_ENGLISH.split() + _FILIPINO.split())
"""Of English and Filipino, `plain`."""
