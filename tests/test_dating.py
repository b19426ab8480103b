"""Which events keep the date beside them, on sentences of our own; articles are published on 6 March 2024."""

from __future__ import annotations

import datetime
from dataclasses import replace

import pytest

from kg.extract import extract
from kg.extract.dating import why_undated
from kg.extract.dating.items import item_at, item_starts
from kg.language import analyse
from kg.language.times import find_times
from kg.model import AnalysedArticle, Event, Metadata, Source, Status, When
from kg.read import split

PUBLISHED = datetime.date(2024, 3, 6)


def analysed_text(text: str) -> tuple[AnalysedArticle, str]:
    whole = f"短讯\n\n{text}"
    (article,) = split(Source("a.txt", whole, Metadata(PUBLISHED, "云川日报", jurisdiction="云川市")))
    return analyse(article), whole


def reason(text: str, trigger: str, day: str, status: Status = "happened") -> str | None:
    """Return why an event of a text keeps no date; its trigger is the last such word."""
    analysed, _ = analysed_text(text)
    at = analysed.article.text.rindex(trigger)
    sentence = next(s.index for s in analysed.sentences if s.start <= at < s.end)
    event = Event("v1", "Event", trigger, trigger, sentence, at, at + len(trigger), status)
    return why_undated(event, When(day, day), analysed, item_starts(analysed.article.text))


@pytest.mark.parametrize(
    ("text", "trigger"),
    [
        ("云川市5日发表声明，谴责该组织近日在青石县发动袭击。", "袭击"),
        ("韩立群5日与来宾会谈。他此前在访问澜江省时发表演讲。", "演讲"),
        ("市公安局5日称，过去一周，民警在青石县抓获多人。", "抓获"),
        ("韩立群5日到任。他曾多次考察云钢集团。", "考察"),
    ],
)
def test_a_time_that_is_left_open_is_not_replaced_by_the_day_of_the_report(text: str, trigger: str) -> None:
    assert reason(text, trigger, "2024-03-05") == "vague"


@pytest.mark.parametrize(
    ("text", "trigger"),
    [
        ("韩立群近日考察云钢集团。5日上午，他来到炼钢厂。", "考察"),
        ("3月5日，这里曾发生地震。", "地震"),
        ("3月5日，此前发布的预警取消。", "取消"),
        ("今天，“过去八十年与展望”论坛在云川举行；5日，论坛开幕。", "论坛"),
    ],
)
def test_the_day_of_another_sentence_or_a_modifier_does_not_make_a_time_vague(text: str, trigger: str) -> None:
    assert reason(text, trigger, "2024-03-05") is None


@pytest.mark.parametrize(
    ("text", "trigger", "day"),
    [
        ("2024年是云川大学成立70周年。", "成立", "2024"),
        ("2024年是两市签约以及建立友好关系20周年。", "签约", "2024"),
        ("3月5日，该乐团成为新市成立后第一个来访的乐团。", "成立", "2024-03-05"),
        ("市政府今天肯定了协议签署以来的作用。", "签署", "2024-03-06"),
    ],
)
def test_the_founding_that_a_jubilee_counts_from_is_not_in_the_year_of_the_jubilee(
    text: str, trigger: str, day: str
) -> None:
    assert reason(text, trigger, day) == "measure"


def test_what_is_counted_since_its_own_day_keeps_it() -> None:
    assert reason("自2013年倡议提出以来，合作扩大。", "提出", "2013") is None


@pytest.mark.parametrize(
    ("text", "trigger"),
    [
        ("3月5日，韩立群在云川会见来华出席中澜峰会的总统史密斯。", "峰会"),
        ("韩立群5日飞抵云川，参加部长级会议。", "会议"),
    ],
)
def test_the_day_of_an_arrival_is_not_that_of_the_occasion(text: str, trigger: str) -> None:
    assert reason(text, trigger, "2024-03-05") == "purpose"
    assert reason("3月5日，韩立群在云川出席峰会。", "峰会", "2024-03-05") is None


@pytest.mark.parametrize(
    ("text", "trigger", "why"),
    [
        ("市政府5日讨论拟提请市人大会议审议的报告。", "会议", "mentioned"),
        ("针对该厂排放污水一事，市环保局5日发表声明。", "排放", "mentioned"),
        ("3月5日，市长就青石县火灾向遇难者家属致慰问电。", "火灾", "mentioned"),
        ("市议会5日否决了向该厂提供资金的动议。", "提供", "mentioned"),
        ("工会5日呼吁公司立即谈判，提前选举。", "选举", "mentioned"),
        ("3月5日，韩立群致电陆怀谦，祝贺他当选主席。", "当选", "mentioned"),
        ("由两部门共同发起的读书活动5日启动。", "发起", "modifier"),
        ("截至5日，全市已建成三座水厂。", "建成", "deadline"),
        ("截至昨天（3月5日），全市已建成三座水厂。", "建成", "deadline"),
        ("财政局5日拨付资金，用于搜救。", "搜救", "mentioned"),
        ("本报5日发表社论《写在市人大会议闭幕之际》。", "闭幕", "title"),
        ("中国队5日战胜世锦赛冠军云川队。", "世锦赛", "names another"),
        ("今天5日，直升机事故遇难者的告别仪式举行。", "事故", "names another"),
        ("市政府5日称，洪水已造成三人死亡。", "洪水", "names another"),
        ("市政府5日谴责该组织对学校的袭击。", "袭击", "mentioned"),
        ("工会5日称，除非公司加薪，否则全厂罢工。", "加薪", "mentioned"),
        ("青石县5日为事故中遇难的矿工举行葬礼。", "遇难", "modifier"),
        ("韩立群5日会见出席博览会的外方代表。", "博览会", "purpose"),
        ("5日介绍，本届博览会将于4月13日举办。", "博览会", "another sentence"),
        ("5日，各地为大桥通车做准备。", "通车", "mentioned"),
    ],
)
def test_an_event_that_a_sentence_only_refers_to_has_no_date_of_the_sentence(text: str, trigger: str, why: str) -> None:
    assert reason(text, trigger, "2024-03-05") == why


@pytest.mark.parametrize(
    ("text", "trigger"),
    [
        ("市议会5日批准向该厂提供资金。", "提供"),
        ("由市政府5日举行的发布会结束。", "举行"),
        ("5日，全市建成三座水厂。", "建成"),
        ("中国队5日夺得世锦赛冠军。", "世锦赛"),
        ("5日，韩立群当选主席。", "当选"),
        ("5日，青石县发生火灾，市长致慰问电。", "火灾"),
        ("5日，洪水造成三人死亡。", "洪水"),
        ("韩立群5日出席博览会。", "博览会"),
        ("为大桥5日通车奠定基础。", "通车"),
        ("5日，代表向纪念碑敬献花圈。", "敬献花圈"),
    ],
)
def test_an_event_that_a_sentence_reports_keeps_its_date(text: str, trigger: str) -> None:
    assert reason(text, trigger, "2024-03-05") is None


@pytest.mark.parametrize(
    ("text", "trigger", "why"),
    [
        ("3月5日晚，市长韩立群在结束对青石国的访问后回到云川。", "访问", "over"),
        ("韩立群5日结束出席贸易论坛并对青石国进行国事访问，启程回国。", "访问", "over"),
        ("5日，代表团结束考察返回云川。", "考察", "over"),
        ("代表团5日结束对青石国的访问。", "访问", None),
        ("5日，韩立群访问青石国后回到云川。", "访问", None),
        ("韩立群5日结束对青石国的访问回到云川后，考察水厂。", "回到", None),
        ("会议结束后，韩立群于5日考察水厂。", "考察", None),
    ],
)
def test_the_day_of_a_return_is_not_that_of_what_was_ended(text: str, trigger: str, why: str | None) -> None:
    assert reason(text, trigger, "2024-03-05") == why


@pytest.mark.parametrize(
    ("text", "trigger", "day", "why"),
    [
        ("自去年10月7日大火发生以来，工人检修水厂，5日，市民集会。", "检修", "2023-10-07", "expression"),
        ("自去年10月7日大火发生以来，市民三次集会。", "大火", "2023-10-07", None),
        ("展览自去年10月7日开幕以来，已有万人参观。", "展览", "2023-10-07", None),
        ("去年10月7日，市民集会；自去年10月7日以来，桥已关闭。", "集会", "2023-10-07", None),
        ("云川市委近日印发《关于做好2023年春节工作的通知》。", "印发", "2023", "expression"),
        ("《2023年水利报告》2023年发布。", "发布", "2023", None),
        ("全会锚定2035年远景目标，部署工作。", "全会", "2035", "expression"),
        ("到2035年建成新城。", "建成", "2035", None),
        ("双方主张建立以1967年边界为界的国家。", "建立", "1967", "expression"),
        ("1967年双方交战。", "交战", "1967", None),
        ("一座建于1743年的钟楼倒塌。", "倒塌", "1743", "expression"),
        ("1743年钟楼倒塌。", "倒塌", "1743", None),
        ("韩立群督导3月5日发生的重大事故的抢险。", "抢险", "2024-03-05", "expression"),
        ("3月5日发生的火灾造成三人受伤。", "火灾", "2024-03-05", None),
        ("从现在起到明年年初开展宣讲活动。", "宣讲", "2025", "expression"),
        ("明年年初开展宣讲活动。", "宣讲", "2025", None),
        ("韩立群到去年底投用的服务中心检查工作。", "检查", "2023", "expression"),
        ("去年12月生效的停火宣告破裂。", "破裂", "2023-12", "expression"),
        ("1978年12月通过的公报宣布两国建交。", "建交", "1978-12", None),
        ("去年12月生效的基本法宣布特区成立。", "成立", "2023-12", None),
        ("1994年，市政府发布了《古树保护规定》。", "发布", "1994", None),
        ("市政府3月5日发布的通告宣布停课。", "停课", "2024-03-05", None),
        ("据总统府5日发布的通报，陆某被免职。", "免职", "2024-03-05", None),
        ("航拍公司5日公布的画面显示，疫情蔓延。", "蔓延", "2024-03-05", "expression"),
        ("卫生局5日公布了数据，并召开记者会。", "记者会", "2024-03-05", None),
    ],
)
def test_a_date_belongs_to_what_its_expression_stands_in(text: str, trigger: str, day: str, why: str | None) -> None:
    assert reason(text, trigger, day) == why


@pytest.mark.parametrize(
    ("text", "trigger", "why"),
    [
        ("储能电站并网\n记者5日从云川电网获悉，储能电站并网。", "并网", "mentioned"),
        ("作家专访\n云川电视台5日晚将播出对作家韩立群的专访。", "专访", "shown"),
        ("储能电站并网\n5日，储能电站并网，记者从云川电网获悉。", "并网", None),
        ("作家韩立群：某国炸毁管道\n云川电视台5日播出了访谈。", "炸毁", "mentioned"),
        ("某国炸毁管道\n管道5日被炸毁。", "炸毁", None),
        ("储能电站并网。\n记者5日获悉，另一电站并网。", "并网", None),
        ("陆怀谦获奖\n3月5日，陆怀谦领取了文学奖。\n记者3月5日获悉，另一作家也将获奖。", "获奖", None),
    ],
)
def test_a_headline_does_not_have_the_day_that_the_sentence_below_only_mentions(
    text: str, trigger: str, why: str | None
) -> None:
    analysed, _ = analysed_text(text)
    at = analysed.article.text.index(trigger)
    sentence = next(s.index for s in analysed.sentences if s.start <= at < s.end)
    event = Event("v1", "Event", trigger, trigger, sentence, at, at + len(trigger))
    assert why_undated(event, When("2024-03-05", "2024-03-05"), analysed, []) == why


def test_what_is_the_greatest_since_a_year_is_not_dated_by_that_year() -> None:
    analysed, _ = analysed_text("这是当地1985年以来发生的震级最高的地震。")
    at = analysed.article.text.index("地震")
    quake, since = Event("v1", "Event", "地震", "地震", 1, at, at + 2), When("1985", None)
    assert why_undated(quake, since, analysed, []) == "expression"
    analysed, _ = analysed_text("云川5日至8日举行规模最大的演习。")
    at = analysed.article.text.index("演习")
    drill, days = replace(quake, trigger="演习", start=at, end=at + 2), When("2024-03-05", "2024-03-08")
    assert why_undated(drill, days, analysed, []) is None
    analysed, _ = analysed_text("1985年以来，当地多次发生地震。")
    at = analysed.article.text.index("地震")
    assert why_undated(replace(quake, start=at, end=at + 2), since, analysed, []) is None


def test_a_season_that_is_still_to_come_is_not_that_of_what_has_happened() -> None:
    text = "从今年夏天特大暴雨到重建完工仅用了四十天。"
    assert reason(text, "暴雨", "2024") == "to come"
    assert reason("今年春天特大暴雨成灾。", "暴雨", "2024") is None
    assert reason("今年夏天将举行水上运动会。", "举行", "2024", "planned") is None


@pytest.mark.parametrize(
    ("text", "trigger", "day", "why"),
    [
        ("今晚播出对作家韩立群的独家专访。", "专访", "2024-03-05", "shown"),
        ("5日晚，电视台将播出本年度颁奖典礼。", "颁奖典礼", "2024-03-05", "shown"),
        ("韩立群5日接受本报专访。", "专访", "2024-03-05", None),
        ("5日，民警捣毁了一处曾袭击车队的窝点。", "袭击", "2024-03-05", "vague"),
        ("2012年12月，党代会结束不到一个月，韩立群到云川考察。", "党代会", "2012-12", "measure"),
        ("2012年12月，党代会结束。", "党代会", "2012-12", None),
        ("3月5日，市委开会。文件起草中，专家先后召开3次会议。", "会议", "2024-03-05", "measure"),
        ("3月5日，市委开会。韩立群多次考察水厂。", "考察", "2024-03-05", "measure"),
        ("3月5日，专家召开3次会议。", "会议", "2024-03-05", None),
        ("3月5日，市委第3次会议召开。", "会议", "2024-03-05", None),
        ("3月5日，市政协十四届一次会议举行记者会。", "会议", "2024-03-05", None),
        ("该班于2016年设立，已累计培养两百余人。", "培养", "2016", "measure"),
        ("该班2016年培养两百余人。", "培养", "2016", None),
        ("市民政局5日称，自冲突爆发以来，已有七万人逃离。", "逃离", "2024-03-05", "measure"),
        ("自冲突爆发以来，七万人于5日逃离。", "逃离", "2024-03-05", None),
        ("市长5日同意作家关于管道爆炸事件文章的结论。", "爆炸", "2024-03-05", "names another"),
        ("3月5日，管道爆炸事件造成三人死亡。", "爆炸", "2024-03-05", None),
        ("市政府5日提交了加入该协定的正式申请。", "加入", "2024-03-05", "mentioned"),
        ("市政府5日加入该协定。", "加入", "2024-03-05", None),
        ("欧盟5日否决了两家公司的合并计划。", "合并", "2024-03-05", "mentioned"),
        ("两家公司5日合并。", "合并", "2024-03-05", None),
        ("市卫生局5日说，车站爆炸案死亡人数增至三人。", "爆炸", "2024-03-05", "names another"),
        ("车站5日发生爆炸，死亡人数为三人。", "爆炸", "2024-03-05", None),
        ("记者5日获悉，“9·12”劫船案告破。", "劫船", "2024-03-05", "names another"),
        ("“3·5”劫船案当天告破。", "劫船", "2024-03-05", None),
        ("5日，该组织承认制造了这起袭击。", "袭击", "2024-03-05", "mentioned"),
        ("这次会议5日举行。", "会议", "2024-03-05", None),
        ("1944年8月19日，船从云川出港，三周后在青石湾沉没。", "沉没", "1944-08-19", "vague"),
        ("1944年8月19日，船在青石湾沉没。", "沉没", "1944-08-19", None),
        ("5日，居民陆某遇袭身亡一个月后，民众集会悼念。", "遇袭", "2024-03-05", "measure"),
        ("3月5日，新区停工近三年后复工。", "停工", "2024-03-05", "measure"),
        ("司机罢工5日进入第三天。", "罢工", "2024-03-05", None),
        ("5日，司机罢工进入第三天。", "罢工", "2024-03-05", None),
        ("云钢集团1998年成立五年后上市。", "成立", "1998", None),
        ("陆某于3月3日被绑架两天后获救。", "绑架", "2024-03-03", None),
        ("5日，司机罢工。", "罢工", "2024-03-05", None),
        ("3月5日，新区停工。", "停工", "2024-03-05", None),
        ("检方5日说，陆某涉嫌参与谋杀。", "谋杀", "2024-03-05", "mentioned"),
        ("检方5日指控该组织策划车站爆炸。", "爆炸", "2024-03-05", "mentioned"),
        ("陆某因涉嫌受贿，5日被逮捕。", "逮捕", "2024-03-05", None),
        ("市民5日设置路障，抗议一名警察被逮捕。", "逮捕", "2024-03-05", "mentioned"),
        ("反对党5日举行集会。", "集会", "2024-03-05", None),
        ("5日，抗议农民驾驶拖拉机封锁道路。", "封锁", "2024-03-05", None),
        ("5日，抗议引发骚乱。", "骚乱", "2024-03-05", None),
        ("警方5日在抗议现场逮捕40人。", "逮捕", "2024-03-05", None),
        ("5日，工人为抵制裁员举行罢工。", "罢工", "2024-03-05", None),
        ("市妇联5日召开反对家庭暴力座谈会。", "座谈会", "2024-03-05", None),
        ("3月5日，民警在云川火车站将涉嫌盗窃的陆某抓获。", "抓获", "2024-03-05", None),
        ("5日，陆某因涉嫌贪污辞职。", "辞职", "2024-03-05", None),
        ("市公安局5日说，警方以涉嫌盗窃罪将陆某逮捕。", "逮捕", "2024-03-05", None),
        ("3月5日，得知消息后，韩立群赶到现场看望伤员。", "看望", "2024-03-05", None),
        ("5日，消防队了解到有人被困后，救出三名老人。", "救出", "2024-03-05", None),
        ("5日，韩立群走进车间，详细了解生产情况，随后召开座谈会。", "座谈会", "2024-03-05", None),
        ("市政府3月5日因近日发生火灾致歉。", "火灾", "2024-03-05", "vague"),
        ("韩立群5日与近日抵达云川的总统会谈。", "抵达", "2024-03-05", "vague"),
        ("韩立群5日与近日抵达云川的总统会谈。", "会谈", "2024-03-05", None),
        ("议会3月5日通过的草案引发抗议。", "通过", "2024-03-05", None),
        ("市政府5日公布的方案得到好评。", "公布", "2024-03-05", None),
        ("云川3月5日发生地震，为1990年以来当地发生的最强地震。", "地震", "2024-03-05", None),
        ("3月5日18时，大火已基本扑灭。", "扑灭", "2024-03-05", None),
        ("韩立群3月5日向云川大学捐款并表示祝贺。", "捐款", "2024-03-05", None),
        ("韩立群3月5日在对外开放论坛上发表演讲表示慰问。", "演讲", "2024-03-05", None),
        ("外交部5日宣布，两国按计划举行会谈。", "会谈", "2024-03-05", None),
        ("航天局5日宣布，希望号飞船发射成功。", "发射", "2024-03-05", None),
        ("据市应急局5日消息，爆炸是煤气泄漏引起的。", "爆炸", "2024-03-05", None),
        ("3月5日，云川发生地震。本报记者发回《地震目击》。", "地震", "2024-03-05", None),
        ("3月5日，两国举行会谈。外长日前表示期待会谈。会谈持续了三小时。", "会谈", "2024-03-05", None),
        ("论坛议题为环保，3月5日在云川大学开幕，韩立群致辞。", "致辞", "2024-03-05", None),
        ("市民5日举行抗议涨价的示威。", "示威", "2024-03-05", None),
        ("市长5日表示，市里计划修复旧桥。", "修复", "2024-03-05", "mentioned"),
        ("市政府5日通过了修复旧桥的计划。", "通过", "2024-03-05", None),
        ("市政府5日通过了向青石县增援的计划。", "增援", "2024-03-05", "mentioned"),
        ("市长5日表示，这次袭击是犯罪行为。", "袭击", "2024-03-05", "mentioned"),
        ("市政府5日称，车站遭袭击。", "袭击", "2024-03-05", None),
        ("市长5日对韩立群逝世表示哀悼。", "逝世", "2024-03-05", "mentioned"),
        ("韩立群5日逝世，市长表示哀悼。", "逝世", "2024-03-05", None),
        ("市长5日就韩立群殉职一事作出重要指示。", "殉职", "2024-03-05", "mentioned"),
        ("记者5日从云川电网获悉，储能电站并网。", "并网", "2024-03-05", "mentioned"),
        ("记者获悉，储能电站5日并网。", "并网", "2024-03-05", None),
        ("储能电站5日并网，记者从云川电网获悉。", "并网", "2024-03-05", None),
        ("5日的会议通过了议程：审查报告；选举委员会。", "选举", "2024-03-05", None),
        ("5日的会议通过了议程，议程为：审查报告；选举委员。", "选举", "2024-03-05", "mentioned"),
        ("市长5日会见来宾，批评1962年以来对该国实施的封锁。", "封锁", "2024-03-05", "vague"),
        ("央行5日宣布加息，这是去年以来第十次加息。", "加息", "2024-03-05", None),
        ("3月5日，宣传周启动。我市已初步建立救助体系。", "建立", "2024-03-05", "vague"),
        ("3月5日，市政府开会。韩立群近日作出批示。批示指出，要抓好农业。", "批示", "2024-03-05", "vague"),
        ("3月5日，韩立群作出批示。批示指出，要抓好农业。", "批示", "2024-03-05", None),
        ("国防部5日称，部分部队已抵达青石县。", "抵达", "2024-03-05", "mentioned"),
        ("国防部5日称，部队抵达青石县。", "抵达", "2024-03-05", None),
        ("部队5日已抵达青石县。", "抵达", "2024-03-05", None),
        ("3月5日，云川发生枪击。截至6日，今年已发生六十起枪击。", "枪击", "2024-03-05", "measure"),
        ("3月5日，检方公布录像。事发当天，陆某遇害。", "遇害", "2024-03-05", "vague"),
        ("3月5日，检方公布录像，当天，陆某遇害。", "遇害", "2024-03-05", None),
        ("3月5日，两国举行断交七年多来的首次会晤。", "断交", "2024-03-05", "measure"),
        ("韩立群5日就近期的事故承认错误。", "承认", "2024-03-05", None),
        ("市文联5日举行庆祝建会百年招待会。", "招待会", "2024-03-05", None),
        ("《在青石县视察时的讲话》\n《云川月刊》5日出版。", "视察", "2024-03-05", "title"),
        ("5日，陆某因涉嫌受贿被逮捕。", "逮捕", "2024-03-05", None),
    ],
)
def test_what_is_shown_counted_or_talked_about_has_a_day_of_its_own(
    text: str, trigger: str, day: str, why: str | None
) -> None:
    assert reason(text, trigger, day) == why


@pytest.mark.parametrize(
    ("text", "trigger", "type_"),
    [
        ("3月5日云川发生5．2级地震。", "地震", "Disaster"),
        ("5日，“9·12”专案组抓获三人。", "抓获", "Arrest"),
        ("5日，云川队在这场比赛中击败青石队。", "击败", "Competition"),
        ("3月5日，这一协议生效。", "生效", "Event"),
        ("韩立群5日在云川举行的论坛上作了题为《开放》的演讲。", "演讲", "Event"),
        ("5日凌晨发生的里氏7级的地震造成三人死亡。", "地震", "Disaster"),
        ("3月5日，韩立群在停战两个月后访问青石国。", "访问", "Visit"),
        ("3月5日，世锦赛第三天陆敏夺冠。", "夺冠", "Competition"),
        ("3月5日，云川市召开会议，曾敏发表讲话。", "讲话", "Event"),
        ("3月5日，市长曾会见来访的代表。", "会见", "Talks"),
        ("3月5日，广场播放音乐时发生爆炸。", "爆炸", "Accident"),
        ("3月5日，典礼上播放短片并颁奖。", "颁奖", "AwardEvent"),
        ("3月5日，议会讨论并通过议案。", "通过", "Event"),
        ("5日，三名疑犯抢劫云川银行。", "抢劫", "Crime"),
        ("5日发生的爆炸死亡人数升至三人。", "爆炸", "Accident"),
        ("5日，会谈结束后双方签署协议，随后返回云川。", "签署", "Signing"),
        ("3月5日，展会闭幕，四天累计签约20亿元。", "签约", "Signing"),
    ],
)
def test_an_event_of_the_day_keeps_its_date(text: str, trigger: str, type_: str) -> None:
    analysed, _ = analysed_text(text)
    at = analysed.article.text.rindex(trigger)
    event = Event("v1", type_, trigger, trigger, len(analysed.sentences) - 1, at, at + len(trigger))
    assert why_undated(event, When("2024-03-05", "2024-03-05"), analysed, []) is None


def test_a_protest_since_the_first_of_march_began_then() -> None:
    assert reason("抗议活动自3月1日爆发以来持续升级。", "抗议", "2024-03-01") is None
    assert reason("1969年边界冲突爆发。", "爆发", "1969") is None


@pytest.mark.parametrize("said", ["5日报道", "昨日报道", "5日报名", "昨日报警"])
def test_the_day_of_a_report_is_a_day(said: str) -> None:
    analysed, _ = analysed_text(f"据该报{said}，工厂复工。")
    assert [analysed.article.text[t.start : t.end] for t in analysed.times if t.when] == [said[:2]]


def test_a_robbery_is_not_on_the_day_of_its_trial() -> None:
    analysed, _ = analysed_text("5日，法院开庭审理陆某受贿案。")
    at = analysed.article.text.index("受贿")
    crime = Event("v1", "Crime", "受贿", "受贿", 1, at, at + 2)
    assert why_undated(crime, When("2024-03-05", "2024-03-05"), analysed, []) == "mentioned"
    assert why_undated(replace(crime, type="Trial"), When("2024-03-05", "2024-03-05"), analysed, []) is None


def test_today_is_the_day_of_the_dateline() -> None:
    text = "青石社云川3月4日电　水厂今天上午投产，昨晚试水。"
    analysed, _ = analysed_text(text)  # in the paper of the sixth
    assert [t.when.begin for t in analysed.times if t.when] == ["2024-03-04", "2024-03-04", "2024-03-03"]
    for said in ("电话开通", "电梯展开幕", "发生电信诈骗", "致电祝贺"):
        analysed, _ = analysed_text(f"3月4日{said}，今天上午投产。")
        assert [t.when.begin for t in analysed.times if t.when] == ["2024-03-04", "2024-03-06"]
    two = find_times("青石社云川3月4日电　水厂今天投产。\n青石社白鹭3月5日电　大桥今天通车。", PUBLISHED)
    assert [t.when.begin for t in two if t.when][1::2] == ["2024-03-04", "2024-03-05"]


def test_the_same_day_behind_a_jubilee_is_the_day_of_the_article() -> None:
    analysed, _ = analysed_text("3月5日，云川市致信祝贺。信中说，50年前的今天，两市结好。同日，市长会见来宾。")
    assert [t.when.begin for t in analysed.times if t.when] == ["2024-03-05", "1974-03-06", "2024-03-05"]


def test_the_same_day_behind_a_day_that_a_report_only_refers_to_is_the_day_of_the_report() -> None:
    analysed, _ = analysed_text("3月5日，议员要求彻查2023年10月7日的袭击。同一天，前市长发表讲话。")
    assert [t.when.begin for t in analysed.times if t.when] == ["2024-03-05", "2023-10-07", "2024-03-05"]
    analysed, _ = analysed_text("3月5日，纪念馆开放。1945年9月2日，战争结束。当天，人们上街庆祝。")
    assert [t.when.begin for t in analysed.times if t.when] == ["2024-03-05", "1945-09-02", "1945-09-02"]
    analysed, _ = analysed_text("3月5日，法院宣判。检方指控陆某2023年5月1日盗窃手机。当天，陆某被抓获。")
    assert [t.when.begin for t in analysed.times if t.when] == ["2024-03-05", "2023-05-01", "2023-05-01"]
    analysed, _ = analysed_text("3月3日水位上涨，前一天通宵抢险的工人又来了。第二天起，水位回落。")
    assert [t.when.begin for t in analysed.times if t.when] == ["2024-03-03", "2024-03-02", "2024-03-04"]
    analysed, _ = analysed_text("据媒体3月5日报道，自去年10月7日冲突爆发以来，物价上涨。当天，市民集会。")
    assert [t.when.begin for t in analysed.times if t.when] == ["2024-03-05", "2023-10-07", "2024-03-05"]
    analysed, _ = analysed_text("3月5日，检方公布录像。事发当天，陆某报警。")
    assert [t.when.begin for t in analysed.times if t.when] == ["2024-03-05"]
    analysed, _ = analysed_text("3月5日，大桥通车。3月4日，列车试运行。当天，站前广场开放。")
    assert [t.when.begin for t in analysed.times if t.when][-1] == "2024-03-04"


@pytest.mark.parametrize(
    ("text", "begins"),
    [
        ("陆怀谦1981年考入大学。这一年，他二十五岁。", ["1981", "1981"]),
        ("大桥2003年通车，那年3月试运行。", ["2003", "2003-03"]),
        ("大桥2003年通车，这一年来车流不断。", ["2003"]),
        ("大桥2003年通车，这一年龄段的居民、这一年级的学生、那年近八旬的老人都来了。", ["2003"]),
        ("大桥2003年通车，在刚刚过去的这一年，车流不断。", ["2003"]),
        ("这一年，他二十五岁。", []),
    ],
)
def test_that_year_is_the_year_named_before(text: str, begins: list[str]) -> None:
    assert [t.when.begin for t in analysed_text(text)[0].times if t.when] == begins


@pytest.mark.parametrize(
    ("text", "published", "begins"),
    [
        ("民调显示，选民关心11月5日大选。", "2024-07-17", ["2024-11-05"]),
        ("展期至10月15日。", "2023-04-16", ["2023-10-15"]),
        ("事故发生在12月28日。", "2024-01-10", ["2023-12-28"]),
        ("事故发生在11月5日。", "2024-03-01", ["2023-11-05"]),
        ("10月8日，云川大桥发生火灾。", "2024-05-06", ["2023-10-08"]),
        ("12月25日，韩立群到青石县调研。", "2024-06-28", ["2023-12-25"]),
        ("3月5日，一年一度的展览落幕，展期延长至5月8日。", "2024-03-06", ["2024-03-05", "2024-05-08"]),
        ("公司2020年3月1日成立，截至6月30日，亏损一亿元。", "2024-03-06", ["2020-03-01", "2020-06-30"]),
        ("2023年10月7日冲突爆发，总理8日宣布进入战争状态。", "2024-03-06", ["2023-10-07", "2023-10-08"]),
        ("“3·15”晚会将举行。", "2024-03-12", ["2024-03-15"]),
        ("4月在青石调研。", "2024-02-03", ["2023-04"]),
        ("10月起实行配额。", "2022-06-29", ["2022-10"]),
        ("10月实行配额。", "2022-06-29", ["2021-10"]),
        ("自去年5月投运以来，截至12月19日，列车开行千列。", "2024-12-20", ["2023-05", "2024-12-19"]),
        ("去年5月签约，12月19日开工。", "2024-12-20", ["2023-05", "2023-12-19"]),
        ("就2021年1月6日的事件，委员会21日发布报告。", "2022-07-22", ["2021-01-06", "2022-07-21"]),
        ("2021年1月6日签约，21日开工。", "2022-07-22", ["2021-01-06", "2021-01-21"]),
        ("专案组侦办“2·29”命案。", "2022-03-15", ["2020-02-29"]),
    ],
)
def test_a_date_without_a_year_has_the_likeliest(text: str, published: str, begins: list[str]) -> None:
    found = find_times(text, datetime.date.fromisoformat(published))
    assert [t.when.begin for t in found if t.when] == begins


def test_so_many_years_later_is_counted_from_the_year_before() -> None:
    analysed, _ = analysed_text("韩立群1994年当选总统，四年后卸任。三年后桥建成。")
    assert [t.when.begin for t in analysed.times if t.when] == ["1994", "1998"]
    for text in (  # how long it lasted, a number that is none, an open number
        "3月5日，时隔17年后韩立群再次到访。",
        "3月5日，男孩失踪五天后被找到。",
        "1994年当选，三四年后卸任。",
        "9999年12月31日，五天后大桥通车。",
    ):
        assert len([t for t in analysed_text(text)[0].times if t.when]) == 1, text
    analysed, _ = analysed_text("1944年8月19日，船出港，四天后沉没。")
    assert [t.when.begin for t in analysed.times if t.when] == ["1944-08-19", "1944-08-23"]


def test_a_daily_paper_and_days_to_come_are_no_day() -> None:
    analysed, _ = analysed_text("《今日报》读者5日后领奖，云川3日报的记者到场。")
    assert not analysed.times


def test_a_plan_does_not_lie_on_the_day_of_its_announcement() -> None:
    announced = "云钢集团今天宣布，公司将开设分厂。"
    assert reason(announced, "开设", "2024-03-06", "planned") == "announced"
    assert reason("纪录片今晚将开始播出。", "播出", "2024-03-06", "planned") is None
    assert reason("公司将于3月8日开会，开设分厂。", "开设", "2024-03-08", "planned") is None


def test_a_month_or_a_past_year_dates_its_own_sentence_only() -> None:
    assert reason("1997年，何书远进入法院。他通过学习取得文凭。", "取得", "1997") == "another sentence"
    assert reason("1997年，何书远取得文凭。", "取得", "1997") is None
    assert reason("大桥5日合龙。本月2日，青石县发生火灾。", "火灾", "2024-03-05") == "another sentence"
    assert reason("大桥5日合龙。施工方在现场举行仪式。", "仪式", "2024-03-05") is None


DIGEST = "云川快讯：\n青石大桥合龙\n今天，青石大桥合龙。\n白鹭县书展开幕\n白鹭县书展在县图书馆开幕。"


def test_the_day_of_one_item_of_a_digest_says_nothing_of_the_next() -> None:
    assert reason(DIGEST, "开幕", "2024-03-06") == "another item"
    assert reason(DIGEST.replace("白鹭县书展在", "今天，白鹭县书展在"), "开幕", "2024-03-06") is None
    assert reason(DIGEST.replace("\n白鹭县书展开幕", ""), "开幕", "2024-03-06") is None


def test_the_day_of_a_list_is_not_that_of_what_it_lists() -> None:
    listed = "本台3月6日主要内容：\n1.市长会见来宾；\n2.青石大桥合龙；\n3.白鹭县书展开幕。"
    assert reason(listed, "合龙", "2024-03-06") == "another item"
    assert reason(listed.replace("2.青石", "2.6日，青石"), "合龙", "2024-03-06") is None
    assert reason(listed.replace("3.", "").replace("1.", ""), "合龙", "2024-03-06") is None


def test_headlines_begin_the_items_of_a_digest_and_one_headline_makes_none() -> None:
    starts = item_starts(DIGEST)
    assert [DIGEST[at : at + 4] for at in starts] == ["青石大桥", "白鹭县书"]
    assert [item_at(starts, DIGEST.index(w)) for w in ("云川快讯", "今天", "县图书馆")] == [0, 1, 2]
    assert item_starts("快讯\n\n大桥合龙\n今天，大桥合龙。") == ()


@pytest.mark.parametrize(
    ("text", "begin"),
    [
        ("25年前的今天，工厂爆炸。", "1999-03-06"),
        ("十年前的12月4日，市委召开会议。", "2014-12-04"),
        ("五年前的5月，工厂成立。", "2019-05"),
        ("三年前，工厂关闭；2月4日，重新开业。", "2024-02-04"),
    ],
)
def test_a_day_so_many_years_ago_lies_in_that_year(text: str, begin: str) -> None:
    assert [t.when.begin for t in find_times(text, PUBLISHED) if t.when] == [begin]


def test_the_record_of_an_article_has_no_such_dates() -> None:
    analysed, whole = analysed_text("3月5日，韩立群致电陆怀谦，祝贺他当选主席。")
    assert [e.when for e in extract(analysed, whole).events if e.trigger == "当选"] in ([], [None])
    analysed, whole = analysed_text("3月5日，陆怀谦当选云川市市长。")
    assert [e.when and e.when.begin for e in extract(analysed, whole).events] == ["2024-03-05"]


def test_the_day_of_a_count_is_not_another_day_of_the_event() -> None:
    text = "5日，云川市一座楼房倒塌，发生事故。截至6日8时，事故造成3人受伤。"
    assert reason(text, "事故", "2024-03-05") is None
    assert reason(text.replace("截至6日8时", "6日8时"), "事故", "2024-03-05") == "another sentence"


def test_what_is_to_happen_tonight_lies_on_the_day_of_the_report() -> None:
    assert reason("今晚，市歌舞团将演出新剧。", "演出", "2024-03-06", "planned") is None
    assert reason("今晚（3月6日）8点档，市歌舞团将演出新剧。", "演出", "2024-03-06", "planned") is None
    assert reason("市歌舞团今天宣布，将演出新剧。", "演出", "2024-03-06", "planned") == "announced"


def test_an_event_of_a_later_day_does_not_take_the_day_of_its_report() -> None:
    report = "记者6日获悉，书展将于3月20日举行，百家出版社参展。"
    assert reason(report, "参展", "2024-03-06") == "another sentence"
    assert reason(report, "参展", "2024-03-20") is None
    assert reason("记者6日获悉，书展当天开幕，百家出版社参展。", "参展", "2024-03-06") is None


def test_whoever_studies_what_a_meeting_said_does_not_date_the_meeting() -> None:
    assert reason("云钢集团5日组织职工学习市委全会精神。", "全会", "2024-03-05") == "names another"
    assert reason("市委全会5日召开，职工精神振奋。", "全会", "2024-03-05") is None


@pytest.mark.parametrize(
    ("text", "trigger", "day", "why"),
    [
        ("韩立群签署办法，4月1日全面实施。", "签署", "2024-04-01", "in force"),
        ("市人大表决了条例，4月1日正式生效。", "表决", "2024-04-01", "in force"),
        ("新条例4月1日生效，上月由市人大通过。", "通过", "2024-04-01", "in force"),
        ("新条例自4月1日起施行。", "施行", "2024-04-01", None),
        ("会议4月1日起举行。", "举行", "2024-04-01", None),
        ("武装分子5日实施爆炸袭击。", "爆炸", "2024-03-05", None),
        ("护航编队5日执行访问任务。", "访问", "2024-03-05", None),
        ("警方3月5日实施抓捕。", "抓捕", "2024-03-05", None),
        ("第三届博览会今天在云川落下帷幕。", "博览会", "2024-03-06", None),
        ("市委全会今天通过决议。", "全会", "2024-03-06", None),
        ("今天，第十届全运会的志愿者上岗。", "全运会", "2024-03-06", "occasion"),
        ("记者今天探访，云川书香节的场馆已经完工。", "书香节", "2024-03-06", None),
        ("今天，六个代表团讨论党代会报告。", "党代会", "2024-03-06", "occasion"),
        ("今天，“茶博会走进校园”活动举行。", "茶博会", "2024-03-06", "occasion"),
        ("今天，茶博会的开幕式节目定了下来。", "茶博会", "2024-03-06", "occasion"),
        ("运动会今天发布日程。队员谈到世锦赛的奖牌。", "世锦赛", "2024-03-06", "occasion"),
        ("今天，大家谈起云川艺术节。", "艺术节", "2024-03-06", "occasion"),
        ("第十届全运会今天在云川开幕。", "全运会", "2024-03-06", None),
        ("今天，第三届博览会在云川举行。", "博览会", "2024-03-06", None),
        ("今天，市长参加座谈会。", "座谈会", "2024-03-06", None),
    ],
)
def test_a_day_of_force_and_a_day_of_an_occasion_that_is_only_named_date_nothing_else(
    text: str, trigger: str, day: str, why: str | None
) -> None:
    assert reason(text, trigger, day) == why


def test_the_day_from_which_a_rule_is_in_force_is_not_that_of_its_publication() -> None:
    analysed, _ = analysed_text("云川市今天公布消防条例，自4月1日起施行。")
    from_then = next(t.when for t in analysed.times if t.when and t.when.begin == "2024-04-01")
    at = analysed.article.text.rindex("公布")
    published = Event("v1", "Publication", "公布", "公布", analysed.sentences[-1].index, at, at + 2, "planned")
    assert why_undated(published, from_then, analysed, ()) == "in force"


@pytest.mark.parametrize(
    ("text", "trigger", "check"),
    [
        ("央行5日公布数据显示，2023年，贷款增加。", "公布", "figures"),
        ("云川市统计局发布，2023年，产值增长。", "发布", "figures"),
        ("陆怀谦等10人当选2023年“云川工匠”。", "当选", "object"),
        ("云川大学入选2023年百强名单。", "入选", "object"),
    ],
)
def test_another_year_of_figures_or_of_a_name_is_not_that_of_the_event(text: str, trigger: str, check: str) -> None:
    assert reason(text, trigger, "2023") == check


@pytest.mark.parametrize(
    ("text", "trigger", "year"),
    [
        ("2023年，央行公布了办法。", "公布", "2023"),
        ("云川大桥2023年通车。", "通车", "2023"),
        ("云川大学成立于2023年。", "成立", "2023"),
        ("云川市举办2024年书市。", "举办", "2024"),
    ],
)
def test_the_year_of_an_event_stays(text: str, trigger: str, year: str) -> None:
    assert reason(text, trigger, year) is None
