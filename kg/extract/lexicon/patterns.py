"""Patterns that several components read."""

from __future__ import annotations

import re

KIN = re.compile(
    r"(?:其|之|的|长|次|幼|独|养)(?:子|女|妻|夫|父|母|弟|兄|妹|姐|孙)|[儿妻女父母][子亲儿]|丈夫|夫人|弟弟|哥哥|妹妹|姐姐"
)
MINISTRIES = frozenset({"国防部", "外交部", "财政部", "内政部", "议会", "最高拉达"})
ORDINAL_UNIT = re.compile(
    r"第?[一二三四五六七八九十]{1,2}分(?P<of>团|队)(?![一-鿿]*[长员])"
)  # of a delegation or a team
CALLED = re.compile(  # a surname with a title in place of the name; surnames that are common words are left out
    r"(?P<surname>[王李张刘陈杨赵黄周吴徐孙胡朱林何郭罗梁宋郑谢韩唐冯董萧程曹袁邓许傅沈彭吕苏卢蒋蔡贾丁魏薛叶阎潘杜戴钟汪姜范姚谭廖邹熊陆郝孔崔邱秦江侯邵孟龙钱汤尹黎贺龚]|欧阳|司马|诸葛|上官)"
    r"(?P<title>总书记|国家主席|主席|总理|总统|部长|省长|市长|县长|区长|镇长|局长|院长|校长|书记|主任|厂长|经理|总裁|董事长|将军|司令|教授|老师|医生|警官|师傅|先生|女士|支书|村长|院士)(?!员)"
)
