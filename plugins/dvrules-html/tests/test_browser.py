"""The page as people use it, in headless Chromium."""

import json
import socket

import pytest

from dvrules_html.findings import anchor_of
from texts import HEAD, OBLIGATION

OVERDUE = "so-khcn-dan-van-2024:III.3.b/phong-do-luong/2024-Q2"
SHOWN = "document.getElementById('shown').textContent"
VISIBLE = "[...document.querySelectorAll('details')].filter((each) => !each.hidden).length"


@pytest.fixture
def page(example, page_of):
    return page_of(example)


def choose(browser, name, value):
    browser.run(
        f"(() => {{ const field = document.getElementById('by-{name}'); field.value = {json.dumps(value)};"
        " field.dispatchEvent(new Event('change')); })()"
    )


def search(browser, words):
    """Type the words as a person does, and wait until the page has looked for them."""
    browser.run("document.getElementById('by-text').select(); document.getElementById('by-text').focus()")
    browser.ask("Input.insertText", text=words)
    browser.run("new Promise((done) => setTimeout(done, 300))")
    return browser.run(VISIBLE)


@pytest.mark.parametrize("width", [1280, 390])
def test_nothing_is_asked_of_the_network_and_nothing_goes_wrong(page, show, width):
    assert show(page, width=width).complaints() == []


def test_what_somebody_might_slip_in_is_neither_run_nor_fetched(page, show):
    browser = show(page)
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.5)
        outside = f"http://127.0.0.1:{server.getsockname()[1]}/"
        browser.run(
            """(() => {
            window.broken = [];
            addEventListener('securitypolicyviolation', (event) => broken.push(event.effectiveDirective));
            const script = document.createElement('script');
            script.textContent = 'window.hacked = 1';
            document.body.append(script);
            document.body.insertAdjacentHTML('beforeend', '<img src="OUTSIDE"><p style="color: red">');
            const style = document.createElement('style');
            style.textContent = 'h1 { color: red }';
            document.body.append(style);
            fetch('OUTSIDE').catch(() => null);
        })()""".replace("OUTSIDE", outside)
        )
        with pytest.raises(TimeoutError):
            server.accept()
    directives = {"script-src-elem", "img-src", "style-src-attr", "style-src-elem", "connect-src"}
    assert directives <= {*browser.run("window.broken")}
    assert browser.run("typeof window.hacked") == "undefined"


@pytest.mark.parametrize(
    ("name", "value", "count"),
    [
        ("state", "overdue", 1),
        ("state", "undetermined", 2),
        ("unit", "van-phong-so", 7),
        ("month", "2024-07", 5),
        ("month", "unknown", 2),
        ("document", "so-khcn-dan-van-2024", 42),
    ],
)
def test_the_list_can_be_filtered(page, show, name, value, count):
    browser = show(page)
    choose(browser, name, value)
    assert (browser.run(VISIBLE), browser.run(SHOWN)) == (count, f"Đang hiện {count} trong 42 việc.")
    browser.run("document.getElementById('clear').click()")
    assert (browser.run(VISIBLE), browser.run(SHOWN)) == (42, "Đang hiện 42 trong 42 việc.")


def test_a_search_takes_beginnings_of_words_with_or_without_accents_and_looks_into_explanations(page, show):
    browser = show(page)
    assert search(browser, "đo lường quý ii") == search(browser, "DO LUONG quy II") > 0
    assert search(browser, "07/bc-tdc") == sum("07/BC-TDC" in text for text in page.details.values()) > 0
    assert search(browser, "lường") > 0
    assert search(browser, "ường") == 0
    assert browser.run(SHOWN) == "Đang hiện 0 trong 42 việc."
    assert search(browser, " ") == 42


def test_a_cell_of_the_heat_map_leads_to_what_it_counts(page, show):
    browser = show(page)
    cell = "a[data-unit='phong-do-luong'][data-month='2024-12']"
    assert browser.run(f'document.querySelector("{cell}").textContent.trim()') == "▷ 2/3"
    choose(browser, "state", "overdue")
    browser.run(f'document.querySelector("{cell}").click()')
    assert browser.run(VISIBLE) == 3
    assert browser.run("document.getElementById('by-state').value") == ""
    browser.run("document.querySelector('a.tile.overdue').click()")
    assert browser.run(VISIBLE) == 1


def test_an_address_of_a_finding_opens_it_even_where_the_filter_hides_it(page, show):
    place = anchor_of(OVERDUE)
    browser = show(page, anchor=f"#{place}")
    assert browser.run(f"document.getElementById('{place}').open")
    assert browser.run("document.activeElement.tagName") == "SUMMARY"
    choose(browser, "state", "fulfilled")
    assert browser.run(f"document.getElementById('{place}').hidden")
    browser.run("location.hash = ''")
    browser.run(f"location.hash = '{place}'; new Promise((done) => setTimeout(done, 100))")
    assert not browser.run(f"document.getElementById('{place}').hidden")


def test_all_that_is_shown_opens_and_closes_at_once(page, show):
    browser = show(page)
    choose(browser, "state", "undetermined")
    browser.run("document.getElementById('open-all').click()")
    assert browser.run("document.querySelectorAll('details[open]').length") == 2
    browser.run("document.getElementById('close-all').click()")
    assert browser.run("document.querySelectorAll('details[open]').length") == 0


def test_everything_can_be_reached_and_used_by_keyboard(make, page_of, show):
    browser = show(page_of(make(HEAD + OBLIGATION)))
    wanted = browser.run(
        "document.querySelectorAll('a[href], input, select, button, summary, [tabindex=\"0\"]').length"
    )
    seen = []
    for _ in range(wanted):
        browser.press("Tab", 9)
        seen.append(
            browser.run("[document.activeElement.tagName, document.activeElement.textContent.trim()].join(' ')")
        )
        box = browser.run("(() => { const at = document.activeElement.getBoundingClientRect(); return at.width; })()")
        assert box > 0, seen[-1]
    assert seen[0] == "A Tới danh sách việc"
    assert seen[-1].startswith("SUMMARY")
    assert len([each for each in seen if each.startswith("BODY")]) == 0
    browser.press("Enter", 13, "\r")
    assert browser.run("document.querySelector('details').open")


def test_whoever_hears_the_page_is_told_what_everything_is(page, show):
    browser = show(page)
    browser.run("document.querySelectorAll('details')[0].open = true")
    nodes = browser.ask("Accessibility.getFullAXTree")["nodes"]
    named = {"link", "button", "textbox", "searchbox", "combobox", "image", "region", "navigation", "table", "search"}
    found = [(node["role"]["value"], node.get("name", {}).get("value", "")) for node in nodes if not node["ignored"]]
    assert [role for role, name in found if role in named - {"table"} and not name.strip()] == []
    assert {"link", "button", "searchbox", "combobox", "image", "region", "navigation", "search", "main"} <= {
        role for role, _ in found
    }


def test_it_is_whole_without_its_script(page, show):
    browser = show(page, scripts=False)
    assert browser.run("document.getElementById('filter').hidden")
    assert browser.run(VISIBLE) == 42
    browser.run("document.querySelectorAll('details')[0].open = true")
    assert browser.run("document.querySelectorAll('dd')[0].getBoundingClientRect().height > 0")


@pytest.mark.parametrize("width", [320, 390, 768, 1280])
def test_nobody_has_to_move_the_page_sideways(page, show, width):
    browser = show(page, width=width)
    browser.run("document.getElementById('open-all').click()")
    assert browser.run("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("width", [390, 1280])
def test_all_words_stand_out_from_what_is_behind_them(page, show, width):
    """A contrast of at least 4.5 (WCAG 2, 1.4.3), for every element with words of its own outside pictures."""
    browser = show(page, width=width)
    browser.run("document.getElementById('open-all').click()")
    weak = browser.run("""(() => {
        const numbers = (colour) => colour.match(/[\\d.]+/g).map(Number);
        const light = (colour) => numbers(colour).slice(0, 3)
            .map((part) => part / 255)
            .map((part) => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
            .reduce((sum, part, index) => sum + part * [0.2126, 0.7152, 0.0722][index], 0);
        const behind = (element) => {
            for (let each = element; each; each = each.parentElement) {
                const colour = getComputedStyle(each).backgroundColor;
                if ((numbers(colour)[3] ?? 1) === 1) return colour;
            }
            return 'rgb(255, 255, 255)';
        };
        const weak = [];
        let looked = 0;
        for (const element of document.body.querySelectorAll(':not(script):not(svg):not(svg *)')) {
            if (![...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim())) continue;
            looked += 1;
            const both = [light(getComputedStyle(element).color), light(behind(element))];
            const contrast = (Math.max(...both) + 0.05) / (Math.min(...both) + 0.05);
            if (contrast < 4.5) weak.push(element.outerHTML.slice(0, 200));
        }
        return looked > 200 ? weak : ['looked at ' + looked];
    })()""")
    assert weak == []


def test_in_print_there_is_no_filter_and_nothing_is_cut_off(page, show):
    # 1032 CSS pixels are what A4 on its side leaves within the margins.
    browser = show(page, width=1032)
    browser.ask("Emulation.setEmulatedMedia", media="print")
    assert browser.run("getComputedStyle(document.getElementById('filter')).display") == "none"
    assert browser.run("document.documentElement.scrollWidth") <= 1032
    wide = "[...document.querySelectorAll('.wide > *')].map((each) => each.getBoundingClientRect().right)"
    assert max(browser.run(wide)) <= 1032
    browser.ask("Emulation.setEmulatedMedia", media="")
    paper = browser.ask("Page.printToPDF", preferCSSPageSize=True)
    assert len(paper["data"]) > 10_000


def test_five_thousand_findings_are_a_page_that_can_be_used(make, page_of, show):
    units = "".join(f'{{ id = "p-{n}", name = "Phòng {n}" }},\n' for n in range(14))
    roster = f'units = [{{ id = "so", name = "Sở" }},\n{units}]\n'
    members = ", ".join(f'"p-{n}"' for n in range(14))
    roster += f'groups = [{{ id = "cac-phong", name = "Các phòng", members = [{members}] }}]\n'
    duties = "".join(
        f"""
[[obligations]]
id = "n-{n}"
clause = "II.{n}"
quote = "Các phòng báo cáo nội dung {n} trước ngày 15 hằng tháng"
kind = "achievement"
bearer = {{ each = "cac-phong" }}
deadline = {{ form = "periodic", every = "month", before = {{ day = 15 }} }}
"""
        for n in range(30)
    )
    page = page_of(make(HEAD + duties, roster=roster))
    assert len(page.details) == 5040
    assert len(page.artifact.content) < 12_000_000
    browser = show(page)
    assert browser.complaints() == []
    choose(browser, "unit", "p-3")
    assert browser.run(SHOWN) == "Đang hiện 360 trong 5.040 việc."
    assert search(browser, "n-29/") == 12
