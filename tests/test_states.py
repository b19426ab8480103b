"""Offices named without their state (总理甲, 外长乙): another state's stay out of China's, by the rules and with the trained model."""

from __future__ import annotations

import pytest

from kg.api import build_texts

# title and text of an article, the person, and the organisation of the person's office
FOREIGN = (
    ("德国大选结束", "德国3月5日举行大选。新当选的总理穆勒发表讲话。", "穆勒", "德国政府"),
    ("泰国内阁宣誓", "泰国3月5日公布内阁名单。总理颂猜·威拉表示，政府将恢复经济。", "颂猜·威拉", "泰国政府"),
    ("匈牙利新政府", "匈牙利国会3月5日选举产生新总理。总理科瓦奇·彼得说，中国是重要伙伴。", "科瓦奇·彼得", "匈牙利政府"),
    ("黎巴嫩局势", "黎巴嫩看守政府总理哈达德3月5日呼吁停火。总理哈达德表示，中国的立场公正。", "哈达德", "黎巴嫩政府"),
    ("越南领导人谈合作", "越南政府总理阮文明3月5日谈到合作。总理阮文明说，国务院的规划带来机会。", "阮文明", "越南政府"),
    ("国家主席致慰问电", "3月5日，国家主席王大海向印度总统拉吉尼、总理莫哈里致慰问电。", "莫哈里", "印度政府"),
    ("陈柏林访问新加坡", "国务院副总理陈柏林3月5日访问新加坡，会见新加坡总统诺拉雅、总理林达成、副总理郑友才。", "郑友才", "新加坡政府"),
    ("致慰问电", "3月5日，印度发生事故。国务院总理陈柏林向莫哈里表示慰问，总理莫哈里表示感谢。", "莫哈里", "印度政府"),
    ("英国政局", "英国首相布朗德3月5日宣布辞职。首相布朗德说，他将留任至秋天。", "布朗德", "英国政府"),
    ("以色列局势", "以色列3月5日关闭边境。国防部长本艾伦说，行动仍在继续。", "本艾伦", "以色列国防部"),
    ("以色列局势", "以色列国防部长本艾伦3月5日发表讲话。国防部长本艾伦还说，边境已关闭。", "本艾伦", "以色列国防部"),
)  # fmt: skip
OURS = (
    ("国务院常务会议", "总理陈柏林3月5日主持召开国务院常务会议。", "陈柏林", "国务院"),
    ("总理考察云川", "总理陈柏林3月5日到云川市考察。", "陈柏林", "国务院"),
    ("会谈", "总理陈柏林3月5日在人民大会堂同法国总理勒梅尔举行会谈。", "陈柏林", "国务院"),
    ("会谈", "国务院总理陈柏林3月5日会见柬埔寨首相宋文达。总理陈柏林说，中柬友好。", "陈柏林", "国务院"),
    ("国防部记者会", "国防部长董建军3月5日会见外国武官。", "董建军", "国防部"),
)
HEADS = (  # of a state or a party, named without it
    ("会见", "国家主席陆怀谦3月5日会见法国总统勒梅尔。陆怀谦主席说，中法友好。", "陆怀谦", "中华人民共和国"),
    ("会见", "国家副主席韩立群3月5日会见法国外长勒梅尔。中国同法国友好。", "韩立群", "中华人民共和国"),
    ("仪式", "国务委员沈一帆3月5日会见法国外长勒梅尔。", "沈一帆", "国务院"),
    ("学习", "云川市3月5日召开会议，学习陆怀谦总书记重要讲话。", "陆怀谦", "中共中央"),
    ("通话", "陆怀谦主席3月5日同法国总统勒梅尔通电话。", "陆怀谦", "中华人民共和国"),
    ("会见", "国家主席陆怀谦3月5日会见越南外长阮文明。", "陆怀谦", "中华人民共和国"),
    ("通话", "国家主席陆怀谦3月5日同越南国家主席阮文明通电话。国家主席阮文明说，两国友好。", "陆怀谦", "中华人民共和国"),
    ("通话", "国家主席陆怀谦3月5日同越南国家主席阮文明通电话。国家主席阮文明说，两国友好。", "阮文明", "越南"),
    ("来电", "越共中央总书记阮文明、国家主席阮文雄3月5日向陆怀谦总书记表示祝贺。", "阮文雄", "越南"),
    ("慰问", "云川市总工会主席韩立群3月5日到企业慰问。韩立群主席说，春节快乐。", "韩立群", "云川市总工会"),
)  # fmt: skip
NEVER = (  # the organisation that it is not
    ("换届", "云川市作家协会3月5日换届。韩立群主席说，写作很难。", "韩立群", "中华人民共和国"),
    ("开会", "国际奥委会3月5日开会。罗格主席说，很好。", "罗格", "中华人民共和国"),
    ("会见", "国家主席陆怀谦3月5日会见作协代表韩立群主席。", "韩立群", "中华人民共和国"),
    ("换届", "云川市作协副主席韩立群3月5日主持会议。韩立群主席说，很好。", "韩立群", "中华人民共和国"),
    ("谈话", "韩国国务委员金正民3月5日谈合作。国务委员金正民表示感谢。", "金正民", "国务院"),
    ("开会", "法国共产党3月5日开会。总书记马丁说，很好。", "马丁", "中共中央"),
    ("访问", "中共中央政治局委员、外长沈一帆3月5日访问法国。", "外长", "中共中央政治局"),
    ("来访", "印度尼西亚民主党总书记、国家主席苏哈山3月5日访华。", "国家主席", "印度"),
    ("换届", "云川市总工会副主席、总书记陆怀谦3月5日出席大会。", "总书记", "中共中央"),
    ("会议", "云川市委书记程望舒3月5日出席会议，市委副书记、市长陆怀谦讲话。", "市长", "中共云川市委员会"),
    ("到场", "云川市文联名誉主席韩立群3月5日到场。主席韩立群表示支持。", "主席", "云川市文联"),
    ("访问", "澜江省省长沈一帆3月5日会见总理陈柏林。总理陈柏林考察云川市。", "陈柏林", "云川市政府"),
)  # fmt: skip
OPEN = (  # nothing says whose
    ("访问", "3月5日，在越南首都河内，国家主席陆怀谦参观学校。", "陆怀谦"),
    ("会议闭幕", "3月5日，来自各国的代表出席闭幕式。意大利总理梅拉尼、西班牙首相桑托维和总理陈柏林致辞。", "陈柏林"),
    ("边境冲突", "以色列同黎巴嫩3月5日交火。总理颂猜·威拉呼吁停火。", "颂猜·威拉"),
    ("两国关系", "国家主席王大海说，不久前同哈姆扎总理见面，中马关系很好。国务院也支持。", "哈姆扎"),
    ("会见外宾", "王大海转达李望明总理对林达成总理的问候，祝贺中国的成就。", "林达成"),
    ("来自北方的客人", "首相布朗德3月5日访问云川市。", "布朗德"),
)


def held_at(texts: dict[str, tuple[str, str]], model: str) -> dict[tuple[str, str], set[str]]:
    """Return the organisations at which each article's persons hold positions."""
    graph = build_texts({k: "\n".join(t) for k, t in texts.items()}, date="2024-03-06", model=model, jobs=1)
    found: dict[tuple[str, str], set[str]] = {}
    for record in graph.records:
        names = {e.id: e.name for e in record.entities}
        for p in record.positions:
            found.setdefault((record.article.id, names[p.person]), set()).update({names.get(p.organisation or "", "")})
    return found


@pytest.mark.parametrize("model", ["none", "bundled"])
def test_an_office_without_its_state_is_that_of_the_state_that_the_text_shows(model: str) -> None:
    cases = FOREIGN + OURS
    found = held_at({f"a{n:02}": case[:2] for n, case in enumerate(cases)}, model)
    held = [found.get((f"a{n:02}", case[2])) for n, case in enumerate(cases)]
    assert [(case, at) for case, at in zip(cases, held, strict=True) if at not in (None, {case[3]})] == []
    left_out = sum(at is None for at in held)
    assert left_out <= (0 if model == "none" else 3)  # of short texts the trained model is at times not sure enough


@pytest.mark.parametrize("model", ["none", "bundled"])
def test_the_head_of_a_state_or_a_party_is_of_the_one_that_has_such_a_head(model: str) -> None:
    found = held_at({f"a{n:02}": case[:2] for n, case in enumerate(HEADS)}, model)
    held = [found.get((f"a{n:02}", case[2])) for n, case in enumerate(HEADS)]
    assert [(case, at) for case, at in zip(HEADS, held, strict=True) if at not in (None, {case[3]})] == []
    assert sum(at is None for at in held) <= (0 if model == "none" else 4)


@pytest.mark.parametrize("model", ["none", "bundled"])
@pytest.mark.parametrize(("title", "text", "whose", "wrong"), NEVER)
def test_a_title_is_of_no_organisation_that_cannot_have_it(
    title: str, text: str, whose: str, wrong: str, model: str
) -> None:
    [record] = build_texts({"a": f"{title}\n{text}"}, date="2024-03-06", model=model, jobs=1).records
    names = {e.id: e.name for e in record.entities}
    held = {(p.title, names[p.person], names.get(p.organisation or "")) for p in record.positions}
    assert (held or model != "none") and not any(whose in (title, person) and at == wrong for title, person, at in held)


def test_the_states_of_a_long_article_are_found_in_time_that_grows_with_its_length() -> None:
    text = "国家主席陆怀谦会见越南外长阮文明。" * 600
    [record] = build_texts({"a": f"会见\n{text}"}, date="2024-03-06", model="none", jobs=1).records
    names = {e.id: e.name for e in record.entities}
    assert {(p.title, names.get(p.organisation or "")) for p in record.positions} >= {("国家主席", "中华人民共和国")}


@pytest.mark.parametrize("model", ["none", "bundled"])
def test_where_several_states_are_possible_or_none_the_office_has_no_organisation(model: str) -> None:
    found = held_at({f"a{n}": case[:2] for n, case in enumerate(OPEN)}, model)
    assert {held for at, held in enumerate(OPEN) if found.get((f"a{at}", held[2]), {""}) != {""}} == set()


@pytest.mark.parametrize("model", ["none", "bundled"])
def test_a_premier_beside_another_office_is_not_chinas(model: str) -> None:
    text = "巴巴多斯工党领袖、政府总理巴特莱在贺信中说，中共中央的决定很重要。"
    held = held_at({"a": ("各国政党来电", text)}, model).get(("a", "巴特莱"), set())
    assert "国务院" not in held and (model != "none" or held & {"巴巴多斯政府", "巴巴多斯工党"})


@pytest.mark.parametrize(
    ("minister", "mayor", "text"),
    [
        ("让·莫罗", "林若海", "3月5日，法国外交部长让·莫罗访问澜州，会见市长林若海。"),
        ("汉斯·韦伯", "蔡以文", "3月5日，德国外交部长汉斯·韦伯访问高雄，会见市长蔡以文。"),
        ("让·莫罗", "林若海", "3月5日，法国外交部长让·莫罗访问台北，会见市长林若海。"),
    ],
)
def test_a_mayor_is_of_no_state_and_of_no_ministry(minister: str, mayor: str, text: str) -> None:
    held = held_at({"a": ("短讯", text)}, "bundled")
    assert held["a", minister] <= {"法国外交部", "德国外交部"}
    assert held.get(("a", mayor), set()).isdisjoint({"法国人民政府", "德国人民政府", "法国外交部", "德国外交部"})


@pytest.mark.parametrize("model", ["none", "bundled"])
def test_a_city_of_taiwan_has_no_peoples_government(model: str) -> None:
    text = "台北市市长蔡以文3月5日会见云川市市长陆怀谦。花莲县县长徐若海参加会见。"
    held = held_at({"a": ("交流", text)}, model)
    want = {"蔡以文": {"台北市政府"}, "陆怀谦": {"云川市人民政府"}, "徐若海": {"花莲县政府"}}
    found = {name: at for (_, name), at in held.items() if at - {""}}
    assert all(want[name] == at for name, at in found.items()) and len(found) >= (3 if model == "none" else 2)
