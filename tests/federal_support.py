"""Which letters go to federal agencies, and the words of one."""

import re
from html import unescape

from support import CATALOGUE

from letters.workflow import plan, write
from letters.workflow.workspace import Workspace

FEDERAL = [name for name, kind in CATALOGUE.types.items() if kind.federal]
ABOUT_WRITER = [name for name in FEDERAL if CATALOGUE.types[name].about_writer]


def html_of(workspace: Workspace, wish: plan.Wish) -> str:
    planned = plan.plan(workspace, wish)
    html = workspace.stationery.compose(planned.order, write.setting.Setting(next(blocks_of(planned)))).html
    shown = " ".join(unescape(re.sub(r"<style>.*?</style>|<[^>]+>", " ", html, flags=re.DOTALL)).split())
    return shown.replace("U.S. Citizenship and Immigration Services", "the agency")


def blocks_of(planned: plan.Plan):  # type: ignore[no-untyped-def]
    from letters.addressee import blocks

    return blocks(planned.recipient)
