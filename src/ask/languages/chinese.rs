//! Chinese: the words that only grammar knows, and dates. Words have one form; what a verb is done to
//! may stand before it (把 将), the one who does it behind 被 or 由, and all that tells of a noun
//! stands before it, tied by 的.

use super::asides::{self, each_zh};
use crate::ask::language::{Closed, Language, More, Vocabulary};
use crate::ask::phrase::{
    AFTER, Amount, BEFORE, COMPARED_WITH, EXCEPT, Noun, OBJECT, OF, Phrase, SAME_DAY, Span, Tense,
    Word,
};
use crate::ask::plan::{Ask, Group, Part, Period, Set, Unit};
use crate::ask::token::{Token, is_han};
use crate::model::Date;
use crate::model::vocab as ag;
use jiff::civil::Date as Day;

/// The Chinese language; traditional characters are simplified before it sees them.
pub struct Chinese;

/// Words for several that were named, before each of the words behind them: 两家都, 三家里.
macro_rules! of_several {
    [$($behind:literal),*] => {
        each_zh!(
            [
                "两家",
                "二家",
                "三家",
                "四家",
                "五家",
                "几家",
                "这两家",
                "这三家",
                "这几家",
                "两者",
                "二者",
                "三者",
                "这几个",
                "两个",
                "三个",
                "四个",
                "两家公司",
                "三家公司",
                "四家公司",
                "这两家公司",
                "这三家公司",
                "这几家公司",
                "两家企业",
                "三家企业"
            ],
            [$($behind),*]
        )
    };
}

impl Language for Chinese {
    fn tag(&self) -> &'static str {
        "zh"
    }

    fn is_plain(&self) -> bool {
        true
    }

    fn inside_verbs(&self) -> &'static [&'static str] {
        &["了", "过", "着", "的"]
    }

    fn marks(&self) -> &'static [&'static str] {
        &["了", "吗", "呢", "过"]
    }

    fn closed(&self) -> Vec<Closed> {
        use Phrase::{Filler, Word as W};
        let mut words = Vocabulary::new(" ");
        words.add("谁 什么人 哪些人 哪个人 何人 哪位 哪几位", &[who()]);
        words.add(
            "什么 哪个 哪些 何 啥",
            &[thing(Ask::Things), W(Word::Which(Ask::Things))],
        );
        words.add("什么 啥 哪些 何", &[thing(Ask::What)]);
        // 哪家 asks for a company unless its noun says of what.
        words.add(
            "哪家 哪一家 哪几家 是哪家 是哪一家 是哪几家",
            &[
                Phrase::Noun(Noun::asked(ag::COMPANY, Ask::Things)),
                W(Word::Which(Ask::Things)),
            ],
        );
        for (number, texts) in [
            (2, "哪两家 是哪两家"),
            (3, "哪三家 是哪三家"),
            (4, "哪四家 是哪四家"),
            (5, "哪五家 是哪五家"),
        ] {
            let companies = Noun {
                number: Some(number),
                ..Noun::asked(ag::COMPANY, Ask::Things)
            };
            words.add_at(0.02, texts, &[Phrase::Noun(companies)]);
        }
        words.add(
            "哪 哪位 哪几位 哪几个 哪一个 哪部 哪一部 哪份 哪一份 哪一 哪几 哪项 哪一项 哪几项 哪条 哪件 哪起 哪次 哪一次 \
             哪座 哪种 哪类 哪封 哪几份 哪几部 有哪些 有哪几家 有哪几个 有什么 有何 是哪些 是哪个",
            &[W(Word::Which(Ask::Things))],
        );
        words.add(
            "多少 多少家 多少个 多少位 多少份 多少项 多少封 多少版 多少部 多少起 多少件 多少次 几 几家 几个 几位 几份 几项 几封 几版 \
             几部 几起 几件 几名 多少名 有多少 有多少家 有多少个 有几家 有几个 多少条 几条",
            &[W(Word::Which(Ask::Count))],
        );
        words.add("多少次 几次 几回 多少回", &[W(Word::Asking(Ask::Count))]);
        words.add(
            "从哪天起 从哪一天起 从何时起 自何时起 从什么时候起 从什么时候开始 从何时开始 从哪天开始 从哪年起 从哪年开始 自哪天起 几时起 打什么时候 是什么时间 \
             在什么时候 在何时 在哪天 在哪一天 在哪年 在哪一年 于何时 于哪天 于哪一天 于哪年 是在哪天 是在何时 是在什么时候 是在哪年 是在哪一年 是在哪一天 \
             哪几天 哪两天 什么日子 啥时候 啥时 多会儿 多会 啥日子 哪年哪月 哪年哪月哪日 几月几号 几月几日 何年何月 何年何月何日 哪个时候 什么时点 哪个时间 哪日 哪个时间点 什么时间点 何时何日 哪个日期 哪些日期 哪两个日期 哪几个日期 在哪两天 星期几 周几 礼拜几 是星期几 几月 几月份 几号 几日 哪个月份 什么时候 何时 哪天 哪一天 哪年 哪一年 哪月 哪个月 几时 什么时间 何日 什么日期 哪一日 从什么时候 自何时 从何时 多久前 \
             是什么时候 是何时 是哪天 是哪年 是哪一年",
            &[W(Word::Asking(Ask::When))],
        );
        words.add(
            "为什么 为何 何以 因何 为啥 因为什么 出于什么原因 是什么原因 什么原因 什么理由 以什么理由 凭什么 基于什么理由 是为什么 \
             因什么理由 因何理由 因为什么理由 因什么原因 因为什么原因 由于什么原因",
            &[W(Word::Asking(Ask::Why))],
        );
        words.add(
            "怎么 怎样 如何 怎么样 是怎么 是如何 是怎样 怎么个 怎么样了 怎样了 如何了 怎么着了 是怎么样的 是怎样的 是如何的 咋样 咋样了 怎么回事 是怎么回事 到哪一步了",
            &[W(Word::Asking(Ask::What))],
        );
        words.add(
            "哪里 哪儿 何处 什么地方 哪个城市 哪座城市",
            &[Phrase::Marked("where".to_owned(), thing_noun(Ask::Things))],
        );
        words.add(
            "多少股份 多大比例 多少比例 多少股权",
            &[Phrase::Marked(
                "how much".to_owned(),
                thing_noun(Ask::Things),
            )],
        );
        words.add("是 为 系 就是 算是 属于是", &[W(Word::Be(Tense::Present))]);
        words.add_at(
            0.05,
            "还是 仍是 仍然是 依然是 依旧是 现在还是 目前还是 如今还是 现在是 目前是",
            &[W(Word::Be(Tense::Present))],
        );
        words.add("有 拥有 具有", &[W(Word::Have)]);
        words.add(
            "各有 各自有 分别有 都有 均有 总共有 一共有",
            &[W(Word::Have)],
        );
        words.add(
            "没 没有 未 不 并未 并没有 尚未 还没 还没有 无 未被 没被",
            &[W(Word::Not)],
        );
        let never = "未曾 从未 从没 从来没有 从未被 从没被";
        words.add(never, &[W(Word::Never)]);
        words.add_at(0.05, never, &[W(Word::Not)]);
        words.add(
            "不得 不得再 不能再 不可 不可再 不许 不准 不再能 被禁止 不得从 禁止 会被禁止 将被禁止 将不得 将不能 将不可 就不能 就不得 \
             都不能 都不得 还不能 不可以 不允许 不能够 无权 无法再",
            &[W(Word::Barred)],
        );
        words.add_at(0.1, "不能", &[W(Word::Barred)]);
        words.add("不再 已不 已不再 不复", &[W(Word::NoMore)]);
        words.add("的 之", &[W(Word::Link)]);
        words.add("被 由 归 遭 遭到 受 受到 让", &[W(Word::Passive)]);
        words.add("把 将", &[W(Word::Preposition(OBJECT.to_owned()))]);
        for marker in [
            "向",
            "对",
            "给",
            "从",
            "在",
            "关于",
            "针对",
            "根据",
            "依据",
            "按照",
            "按",
            "为",
            "因",
            "因为",
            "到",
            "于",
            "以",
            "应",
            "担任",
            "出任",
            "就任",
            "与",
            "和",
            "跟",
            "同",
            "对于",
            "就",
            "致",
            "代表",
            "替",
            "自",
            "由",
            "经",
            "通过",
            "涉及",
            "有关",
            "至",
            "总部在",
            "总部位于",
            "总部设在",
            "总部设于",
            "位于",
            "设在",
            "来自",
            "地处",
            "坐落于",
            "坐落在",
            "股票代码",
            "股票代号",
            "证券代码",
            "代码",
        ] {
            words.push(Closed::new(marker, W(Word::Preposition(marker.to_owned()))));
        }
        for marker in ["上", "中", "里", "内", "之上", "之中", "下", "名下", "旗下"] {
            words.push(Closed::new(
                marker,
                W(Word::Postposition(marker.to_owned())),
            ));
            // 清单上 is 在清单上 without its 在.
            words.push(Closed::new(marker, W(Word::Postposition("在".to_owned()))));
        }
        words.add("在 于 截至 截止 自 到", &[W(Word::Span(Span::Within))]);
        words.add("自 从 自从", &[W(Word::Span(Span::Since))]);
        words.add("以来 起 至今 开始 以后至今", &[W(Word::Span(Span::Since))]);
        words.add("之后 以后 后", &[W(Word::Span(Span::After))]);
        words.add("之前 以前 前", &[W(Word::Span(Span::Before))]);
        words.add("为止 止", &[W(Word::Span(Span::Until))]);
        words.add("期间 时 的时候 当天 当日 当年 当月 那天", &[Filler]);
        words.add_at(0.3, "间", &[Filler]);
        // What has not come yet is in no data.
        words.add_at(0.05, "未来 未来几年 今后 今后几年 日后 往后", &[Filler]);
        for texts in each_zh!(
            [
                "未来",
                "将来",
                "今后",
                "日后",
                "接下来",
                "明年",
                "后年",
                "下次",
                "下一次",
                "下个月"
            ],
            [
                "会",
                "还会",
                "将会",
                "可能会",
                "可能",
                "将有",
                "会有",
                "还会有",
                "还有哪些",
                "有哪些",
                "哪些",
                "谁会",
                "谁",
                "哪家"
            ]
        ) {
            words.add_nothing(texts);
        }
        for texts in each_zh!(
            ["会", "会不会", "将会", "可能会", "会否", "能不能", "还会"],
            [
                "被移", "被除", "被剔", "被列", "被加", "被拉", "上榜", "下榜", "赢", "输", "打赢",
                "打输", "胜诉", "败诉"
            ]
        ) {
            words.add_nothing(texts);
        }
        words.add_nothing("将来 明年 后年 下次 下一次 下一批 下一版 下个月 下一步 下一家 下一个");
        words.add(
            "和 与 及 以及 跟 同 并 且 并且 而且 但 但是 而 却 还 又 同时 也",
            &[W(Word::And)],
        );
        words.add("或 或者 还是 或是", &[W(Word::Or)]);
        words.add(
            "第一 首 首次 最早 最先 第一次 首个 首家 第一个 第一家 最初 首份 首版 第一版 第一份 第一部",
            &[W(Word::Order(false))],
        );
        words.add(
            "最后 最新 最近 最晚 最近一次 最后一次 上一次 最新一版 最新一期 最新的 最近的 最后一个 现行",
            &[W(Word::Order(true))],
        );
        words.add_at(0.05, "新 新近 新晋", &[W(Word::Order(true))]);
        words.add_at(0.1, "没有", &[W(Word::Tag)]);
        words.add("吗", &[W(Word::Tag)]);
        words.add_at(0.05, "吗", &[Filler]);
        words.add("最大 最长 规模最大 人数最多", &[W(Word::Largest)]);
        words.add("谁和谁 谁跟谁 谁与谁 谁同谁", &[who()]);
        words.add("我 我们 我司 我方", &[W(Word::Speaker)]);
        words.add("想知道 想问 想了解 想确认 想查", &[W(Word::ToKnow)]);
        words.add_at(0.1, "一版 一期 版", &[Filler]);
        words.add("最多 最多的 最频繁 次数最多 最常", &[W(Word::Most(true))]);
        words.add("最少 最少的 次数最少", &[W(Word::Most(false))]);
        words.add("首任 第一任", &[W(Word::Order(false))]);
        words.add("现任 时任", &[W(Word::Now), Filler]);
        words.add("历任 历届 所有历任", &[W(Word::Ever)]);
        words.add("前任 前", &[W(Word::Former)]);
        words.add("最久 最长 时间最长 最长时间", &[W(Word::Longest)]);
        words.add("超过 多于 不止 大于", &[W(Word::Than(true, false))]);
        words.add("至少 不少于", &[W(Word::Than(true, true))]);
        words.add("少于 不到 不足", &[W(Word::Than(false, false))]);
        words.add("至多 不超过 最多", &[W(Word::Than(false, true))]);
        words.add(
            "都 均 同时 共同 一起 一同 联合 全都",
            &[W(Word::Both), Filler],
        );
        // A 和 B 两家都; A、B、C 三家里
        for texts in of_several!["都", "均", "全都", "双双"] {
            words.add(texts, &[W(Word::Both)]);
        }
        words.add("双双", &[W(Word::Both), Filler]);
        words.add(
            "有人 有没有人 是否有人 有无人 可有人 有没有谁",
            &[
                Phrase::Noun(Noun::of(Set::class(ag::ACTOR.into_owned()))),
                Filler,
            ],
        );
        for texts in of_several!["里", "中", "当中", "之中", "里面", "里头"] {
            words.add(texts, &[W(Word::Postposition(OF.to_owned()))]);
        }
        words.add("除了 除 除去 不包括", &[W(Word::Except)]);
        words.add("曾 曾经 过 有过", &[W(Word::Ever), Filler]);
        words.add(
            "现在 目前 如今 现 仍 仍然 还 依然 当前 今天 至今 眼下 现时 眼下这 时下",
            &[W(Word::Now), Filler],
        );
        words.add("它 他 她 该公司 这家公司 其", &[W(Word::Pronoun(false))]);
        words.add("它们 他们 这几家公司 这些公司", &[W(Word::Pronoun(true))]);
        words.add("其 自己 自身 自家", &[Filler]);
        words.add(
            "了没有 了没 没有吗 对吗 对吧 对不对 是吗 是吧 是不是 是否属实 是真的吗 没错吧",
            &[W(Word::Tag)],
        );
        words.add("每年 按年 各年 历年 逐年", &[Phrase::Grouped(Group::Year)]);
        words.add("按 按照 各 每个", &[W(Word::Per)]);
        words.add("每 每个 每一 每份 每封 每次 每位 每家", &[W(Word::Each)]);
        words.add_at(0.05, "各 各个 历次 各次", &[W(Word::Each)]);
        // 叫什么: who or what it is.
        words.add(
            "叫什么 叫什么名字 叫啥 名叫什么 叫做什么 叫甚么",
            &[Phrase::With(
                Word::Be(Tense::Present),
                thing_noun(Ask::Things),
            )],
        );
        words.add(
            "什么来头 什么公司 什么企业 什么样的公司 什么样的企业 一家什么公司 一家什么样的公司 \
             家什么公司 家什么样的公司 怎样的公司 怎样一家公司 何许人 何许人也 什么人 什么身份 何方神圣 什么东西 做什么用的 干什么用的 \
             什么状态 什么情况 什么状况 什么处境 什么近况 做什么的公司 做什么的企业 干什么的公司 哪方面的公司 哪类公司 哪一类公司 \
             什么官 什么官员 什么官职 什么头衔 什么职务 什么职位 什么角色 什么人物 什么背景 什么货色 干什么的 做啥的 干啥的 什么样的人 什么样的官员 \
             什么性质的公司 什么机构 什么组织 什么样的机构 何来历 什么来历 什么意思 怎么回事",
            &[thing(Ask::What)],
        );
        for texts in each_zh!(
            ["写于", "发于", "寄于", "签于", "作于", "成于", "写成于"],
            [
                "何时",
                "哪天",
                "哪年",
                "哪年哪月",
                "什么时候",
                "哪一天",
                "哪一年",
                "哪月",
                "几月",
                "哪个月",
                "何日",
                "几时"
            ]
        ) {
            words.add(texts, &[W(Word::Asking(Ask::When))]);
        }
        words.add(
            "原来 原本 原先 本来 先前 早先 早就 早已 原就 原已 本就 本已 原先就 原本就 本来就 原来就 早就已经 早已经",
            &[W(Word::Already)],
        );
        words.add("因为 由于 因", &[W(Word::Because)]);
        words.add(
            "直到什么时候 直到何时 到什么时候为止 到何时为止 到哪天为止 直到哪天 直到哪一天 截止到什么时候",
            &[W(Word::UntilWhen)],
        );
        words.add("作何", &[W(Word::Asking(Ask::What))]);
        words.add("有过什么 有过哪些 有怎样的 都有哪些 都有哪几家 都是哪些 分别是哪些 分别有哪些 分别是哪几家 包括哪些 是哪几家 是哪两家 是哪三家", &[W(Word::Which(Ask::Things))]);
        words.add(
            "有谁 都有谁 都是谁 分别是谁 都有什么人",
            &[Phrase::With(
                Word::Be(Tense::Present),
                Noun::asked(ag::ACTOR, Ask::Things),
            )],
        );
        words.add(
            "几家 多少家 几家公司 多少家公司",
            &[Phrase::Noun(Noun::asked(ag::COMPANY, Ask::Count))],
        );
        words.add(
            "几人 多少人 几个人 多少个人",
            &[Phrase::Noun(Noun::asked(ag::ACTOR, Ask::Count))],
        );
        words.add(
            "有几 有几位 有多少位 有几名 有多少名",
            &[W(Word::Which(Ask::Count))],
        );
        words.add(
            "谈 谈及 谈论 讨论 谈到",
            &[W(Word::Preposition("关于".to_owned()))],
        );
        words.add("有没有 有无 是否有 可有", &[W(Word::Have)]);
        words.add(
            "外 之外 以外 而外",
            &[W(Word::Postposition(EXCEPT.to_owned())), Filler],
        );
        words.add(
            "里 中 里面 当中 之中 里头",
            &[W(Word::Postposition(OF.to_owned()))],
        );
        words.add("之后 以后 后", &[W(Word::Postposition(AFTER.to_owned()))]);
        words.add("之前 以前 前", &[W(Word::Postposition(BEFORE.to_owned()))]);
        // 比 A 早: 比 says nothing more where 早 follows.
        let than = || COMPARED_WITH.to_owned();
        words.add(
            "比 比起 较 相比于 相较于 对比",
            &[W(Word::Preposition(than()))],
        );
        words.add(
            "相比 相比较 相较 比较 比起来 相比之下 对比",
            &[W(Word::Postposition(than()))],
        );
        for (texts, marker) in [
            (
                "早 更早 还早 要早 还要早 先 更先 较早 早一步 先一步 早些 早一些",
                BEFORE,
            ),
            ("晚 更晚 还晚 要晚 还要晚 迟 更迟 较晚 晚些 晚一些", AFTER),
            (
                "同一天 同日 同天 同一日 同一批 同批 同时 在同一天 于同一天 于同日 在同日 一起 一同 一道 一块 一块儿",
                SAME_DAY,
            ),
        ] {
            words.add_at(0.05, texts, &[W(Word::Postposition(marker.to_owned()))]);
        }
        words.add("早于 先于", &[W(Word::Preposition(BEFORE.to_owned()))]);
        words.add("晚于 迟于 后于", &[W(Word::Preposition(AFTER.to_owned()))]);
        words.add(
            "同一天 同日 同天 同一日 同一批 同批 同时 在同一天 于同一天 于同日 在同日 是同一天 都是同一天 是在同一天 都在同一天 \
             是不是同一天 是否同一天 是否在同一天 是不是在同一天 是否是同一天 是同时 是同一批 是否同时",
            &[W(Word::SameDay)],
        );
        words.add_at(0.05, "先 更早 早 较早 更先", &[W(Word::Order(false))]);
        words.add_at(0.15, "先", &[Filler]);
        words.add_at(0.1, "更晚 晚 较晚", &[W(Word::Order(true))]);
        words.add(
            "这次 此次 本次 这回 这一次 这一轮 这轮 本轮 此轮 最近 近日 日前 刚刚 刚 最近这次 最新这次 新近 不久前 前不久",
            &[W(Word::Order(true)), Filler],
        );
        words.add(
            "就 也 却 还 才 再 便 即 先后 一并 并 一齐 另 另外 又有 还有没有 还曾 又曾 也曾 甚至 分 各自 一一 陆续 相继 接连 \
             陆续地 一度 事后 事先 会 将会 或会 可能 或将 或许 也许 恐怕 应 应当 应该 须 必须 需 需要 该 得以 拟 原拟 打算 原本打算 准备 计划 原计划 意图 有意 要 想要 原要 \
             进去 进来 出来 出去 下来 上去 上来 下去 去了 起来 掉 帮我 帮忙 帮我查 帮我查一下 帮我查查 帮我看看 帮我看一下 帮忙查一下 帮我找 帮我找一下 麻烦 \
             麻烦帮我 麻烦查一下 劳驾 想了解 我想了解 想了解一下 我想问 我想问一下 问一下 问问 请问一下 能否告诉我 能不能告诉我 能告诉我 可以告诉我 可否告诉我 \
             你知道 你知不知道 你可知道 谁知道 有谁知道 是否知道 不知道 不知 我想查 我想查一下 我要查 想查一下 查查看 看一下 说一下 说说看 讲一下 咨询一下 \
             为此 对此 就此 因此 据此 由此 针对此事 对此事 就此事 对于此事 对这件事 就这件事 此事 这件事 \
             文章里提到的 文中提到的 文章提到的 文章中提到的 报道中提到的 文中所说的 文章所说的 文章所提到的 本身 自身 究竟是 到底是 真的 真 确实 的确 果真 现实中 根据文章 据文章 据报道 报道中 文章里 文里 文章说 按文章 按文中说法 根据数据 据数据 根据资料 \
             数据显示 资料显示 一家叫 那家 这家 那几家 这几家 那些家 其中的 之类 那样 这样 曾在 曾于 名为 所谓 该次 那次 那一次 当次 其它 其他 别的 \
             一直 始终 一直都 却一直 向来 一早 早已 早就 早已经 早就已经 老早 早早 本就 本已 原就 原已 原先就 原本就 本来就 \
             今后 日后 往后 从今以后 从今往后 文章里说 文章中说 文章里讲 文中说 报道里说 报道说 报道中说 文章提到 文中提到 \
             为自己 替自己 为自身 给自己 一览 一览表 的一览 一个个 都分别 \
             啦 呗 喔 哦 噢 唄 咧 哩 嘅 咗 喎",
            &[Filler],
        );
        words.add(
            "只 仅 仅仅 只是 既 又 其实 到底 近期 最近 主要 在文章中 文中 文章中 数据中 资料中 数据里 的名字 名字 呢 了 着 啊 吧 么 嘛 呀 是否 有没有 是不是 会不会 请问 请 请告诉我 告诉我 我想知道 想知道 列出 所有 全部 一共 总共 共 \
             共有 家 个 位 名 份 封 部 项 条 款 次 起 件 一家 一个 一位 一份 一封 一部 一项 一次 这 那 该 此 这个 那个 这些 那些 \
             这份 该份 这封 已 已经 正式 公开 后来 随后 之后 最终 到底 究竟 可以 能 能够 会 所 些 一些 有人 等 方面 什么样 进行 作出 做出 \
             予以 加以 来 去 去了 过的 了吗 没有呢 是否有 是否已 是否曾 是 的 地 得 当时 其中 分别 一下 有关 相关 哪怕 呃 您 你 你们 我们 \
             的名 的名字 们 再 再次 又 都 均 还有 包括 关于 之间 目录 上榜时 具体 大概 大约 目前为止 迄今为止 截至目前 总体 实际上 事实上 说起来 顺便问一下 想问一下 请教一下 那场 那份 那封 那起 这场 这起 一场 一起 原本 本来 原先",
            &[Filler],
        );
        words.add(
            "从一开始 从一开始就 自始至终 一开始就 从头到尾 自首版以来 自第一版起 从第一版起 自清单创建以来 自清单设立以来",
            &[W(Word::AllAlong)],
        );
        words.add_at(
            0.05,
            "被指 被指控 被认为 被指称 据称 据说 据指 被控 被视为 被说成 被称 被疑 被怀疑 被认定",
            &[Filler],
        );
        // 谁持有长江存储的股份: who has it.
        words.add_at(0.1, "的股份 的股权 的股票 股份 股权", &[Filler]);
        for (text, cost) in [("新", 0.2), ("第", 0.25)] {
            words.add_at(cost, text, &[Filler]);
        }
        // What is asked of one who was listed is mostly asked about that.
        words.add_at(
            0.15,
            "被列入后 被列入之后 被列入以后 列入后 上榜后 上榜之后 被加入后 被列名后 被点名后 被除名后 \
             被移出后 被移除后",
            &[Filler],
        );
        for text in [
            "列出",
            "给出",
            "查询",
            "查找",
            "显示",
            "列举",
            "找出",
            "请列出",
            "列一下",
            "查一下",
            "看看",
        ] {
            words.push(Closed {
                first: true,
                ..Closed::new(text, W(Word::Show(Ask::Things)))
            });
        }
        // A company may be named by the number of its shares: 股票代码002415是哪家公司.
        for text in [
            "股票代码",
            "股票代号",
            "证券代码",
            "证券代号",
            "股份代号",
            "代码",
        ] {
            words.push(Closed {
                first: true,
                cost: 0.1,
                ..Closed::new(text, Filler)
            });
        }
        for text in [
            "介绍",
            "介绍一下",
            "说说",
            "讲讲",
            "说明",
            "解释",
            "什么是",
            "谁是",
            "何谓",
            "请介绍",
            "请介绍一下",
            "请解释",
            "请解释一下",
            "解释一下",
            "请说明",
            "请说明一下",
            "请讲讲",
            "请说说",
            "介绍下",
            "请简单介绍",
            "简单介绍一下",
            "简介",
            "谈谈",
        ] {
            words.push(Closed {
                first: true,
                ..Closed::new(text, W(Word::Show(Ask::What)))
            });
        }
        for (text, number) in [
            ("一", 1),
            ("两", 2),
            ("二", 2),
            ("三", 3),
            ("四", 4),
            ("五", 5),
            ("六", 6),
            ("七", 7),
            ("八", 8),
            ("九", 9),
            ("十", 10),
        ] {
            let amount = Amount {
                least: number,
                most: Some(number),
            };
            words.add_at(0.1, text, &[Phrase::Amount(amount)]);
        }
        asides::chinese(&mut words);
        // 在不在, 是不是: the question is in the doubling
        for text in [
            "在不在",
            "有没有在",
            "还算在",
            "算在",
            "算不算在",
            "还算不算在",
            "是否在",
            "是不是在",
            "还在不在",
            "现在在不在",
            "还在",
            "仍在",
            "是否还在",
            "是否仍在",
            "是不是还在",
            "有没有还在",
        ] {
            words.push(Closed::new(text, W(Word::Preposition("在".to_owned()))));
        }
        words.into_words()
    }

    fn more_of(&self) -> Option<More> {
        Some(More {
            between: &["还是", "比", "和", "与", "跟"],
            behind: [
                &[
                    "哪个更多",
                    "哪个多",
                    "哪边多",
                    "谁更多",
                    "谁多",
                    "更多",
                    "多",
                ],
                &[
                    "哪个更少",
                    "哪个少",
                    "哪边少",
                    "谁更少",
                    "谁少",
                    "更少",
                    "少",
                ],
            ],
            around: &[
                "是", "要", "还", "吗", "么", "一些", "些", "?", "？", "，", ",",
            ],
            noun: ("的", "公司"),
            counted: "{what}有多少家",
        })
    }

    fn doublings(&self) -> &'static [&'static str] {
        &["有没有", "有无", "是否", "是不是", "能否", "能不能"]
    }

    fn on_topic(&self) -> &'static [&'static str] {
        &["{topic}{rest}", "{topic}中{rest}"]
    }

    fn particles(&self) -> &'static [&'static str] {
        &[]
    }

    fn writes(&self, word: &str) -> bool {
        word.chars().any(is_han)
    }

    fn dates(&self, tokens: &[Token], today: Day) -> Vec<(usize, Phrase)> {
        let mut found = Vec::new();
        for (width, period) in dates(tokens, today) {
            found.push((width, Phrase::Date(period)));
            found.push((width, Phrase::Time(period)));
        }
        found
    }
}

fn who() -> Phrase {
    Phrase::Noun(Noun::asked(ag::ACTOR, Ask::Things))
}

fn thing_noun(ask: Ask) -> Noun {
    Noun {
        closed: true,
        ..Noun::of(Set::default()).asking(ask)
    }
}

fn thing(ask: Ask) -> Phrase {
    Phrase::Noun(thing_noun(ask))
}

/// Returns the dates that begin here: 2026年, 2026年6月, 2026年6月8日, 去年, 2024年初, 2025年上半年,
/// 2022年至2024年.
fn dates(tokens: &[Token], today: Day) -> Vec<(usize, Period)> {
    let mut found = plain_dates(tokens, today);
    // 2022年至2024年, 2024年1月到6月
    for (width, first) in found.clone() {
        let joint = tokens.get(width).map_or("", |token| token.text.as_str());
        if !matches!(joint, "至" | "到") {
            continue;
        }
        let (year, rest) = (first.from.map(|day| day.year()), &tokens[width + 1..]);
        let seconds = plain_dates(rest, today).into_iter();
        let month = year.and_then(|year| month_here(rest, year));
        for (more, second) in seconds.chain(month) {
            if first.from <= second.to {
                let period = Period::between(first.from, second.to);
                found.push((width + 1 + more, period));
            }
        }
    }
    found
}

/// Returns the day, month or year so many of them before today: 两个月前.
fn ago(tokens: &[Token], today: Day) -> Option<(usize, Period)> {
    let word = |at: usize| tokens.get(at).map_or("", |token| token.text.as_str());
    let numbers = ["一", "两", "三", "四", "五", "六", "七", "八", "九", "十"];
    let place = numbers.iter().position(|known| *known == word(0));
    let count = place.and_then(|place| i16::try_from(place + 1).ok());
    let count = count.or_else(|| word(0).parse().ok().filter(|count| *count < 200))?;
    let at = 1 + usize::from(word(1) == "个");
    let before = match (word(at + 1), word(at + 2)) {
        ("前", _) => at + 2,
        ("之" | "以", "前") => at + 3,
        _ => return None,
    };
    let unit = match word(at) {
        "年" => Unit::Year,
        "月" => Unit::Month,
        "天" | "日" => Unit::Day,
        _ => return None,
    };
    let period = Period::ago(count, unit, today)?;
    Some((before, period))
}

fn plain_dates(tokens: &[Token], today: Day) -> Vec<(usize, Period)> {
    let word = |at: usize| tokens.get(at).map_or("", |token| token.text.as_str());
    let mut found = Vec::new();
    let mut add = |width: usize, text: String| {
        if let Ok(date) = text.parse::<Date>() {
            found.push((width, Period::of(date)));
        }
    };
    let number = |at: usize| word(at).parse::<u16>().ok().filter(|_| word(at).len() <= 4);
    if word(0).len() >= 7 {
        add(1, word(0).to_owned());
    }
    let year = match (word(0), word(1)) {
        ("去", "年") => Some((2, today.year() - 1)),
        ("今" | "本", "年") => Some((2, today.year())),
        ("前", "年") => Some((2, today.year() - 2)),
        (_, "年") => number(0)
            .filter(|year| (1800..2200).contains(year))
            .and_then(|year| i16::try_from(year).ok())
            .map(|year| (2, year)),
        _ => None,
    };
    if let Some((width, year)) = year {
        add(width, format!("{year:04}"));
        if let Some((more, month)) = month_here(&tokens[width..], year) {
            found.push((width + more, month));
            let day = number(width + 2).filter(|_| matches!(word(width + 3), "日" | "号"));
            if let (Some(day), Some(from)) = (day, month.from)
                && let Ok(date) = format!("{year:04}-{:02}-{day:02}", from.month()).parse::<Date>()
            {
                found.push((width + 4, Period::of(date)));
            }
        }
        // 第四季度, 四季度
        let ordinal = usize::from(word(width) == "第");
        let at = width + ordinal;
        let numbers = [["一", "1"], ["二", "2"], ["三", "3"], ["四", "4"]];
        let quarter = numbers
            .iter()
            .position(|written| written.contains(&word(at)));
        let quarter = quarter.filter(|_| word(at + 1) == "季");
        let quarter = quarter.and_then(|before| i8::try_from(before).ok());
        let more = 2 + ordinal + usize::from(word(at + 2) == "度");
        let quarter = quarter.map(|before| (more, before * 3 + 1, before * 3 + 3));
        let part = match (word(width), word(width + 1), word(width + 2)) {
            ("初", ..) => Some((1, 1, 4)),
            ("底" | "末", ..) => Some((1, 12, 12)),
            ("年", "底" | "末", _) => Some((2, 12, 12)),
            ("年", "初", _) => Some((2, 1, 4)),
            ("中", ..) => Some((1, 5, 8)),
            ("上", "半", "年") => Some((3, 1, 6)),
            ("下", "半", "年") => Some((3, 7, 12)),
            ("春" | "夏" | "秋" | "冬", "天" | "季", _) => Some((2, 0, 0)),
            ("春" | "夏" | "秋" | "冬", ..) => Some((1, 0, 0)),
            _ => quarter,
        };
        let season = ["春", "夏", "秋", "冬"]
            .iter()
            .position(|known| *known == word(width));
        let season = season.and_then(|before| i8::try_from(before * 3 + 3).ok());
        if let (Some((more, 0, _)), Some(from)) = (part, season) {
            let season = Period::season(year, from);
            found.extend(season.map(|season| (width + more, season)));
        } else if let Some((more, from, to)) = part {
            let period = Period::between(
                Some(Date::Month(year, from).first_day()),
                Some(Date::Month(year, to).last_day()),
            );
            found.push((width + more, period));
            // 2025年底之前: until the end of the year
            let before = match (word(width + more), word(width + more + 1)) {
                ("之" | "以", "前") => Some(2),
                ("前", _) => Some(1),
                _ => None,
            };
            if let Some(before) = before.filter(|_| to == 12 && from == 12) {
                found.push((width + more + before, Period::between(None, period.to)));
            }
        }
    } else if let Some((width, period)) = month_here(tokens, today.year()) {
        let month = period.from.map_or(1, |day| day.month());
        let year = match month <= today.month() {
            true => today.year(),
            false => today.year() - 1,
        };
        found.push((width, Period::of(Date::Month(year, month))));
        let day = number(width).filter(|_| matches!(word(width + 1), "日" | "号"));
        if let Some(day) = day
            && let Ok(date) = format!("{year:04}-{month:02}-{day:02}").parse::<Date>()
        {
            found.push((width + 2, Period::of(date)));
        }
    }
    // 2025年6月上旬, 6月底
    for (width, month) in found.clone() {
        let part = match (word(width), word(width + 1)) {
            ("上", "旬") => Some((2, Part::Early)),
            ("初", _) => Some((1, Part::Early)),
            ("中", "旬") => Some((2, Part::Middle)),
            ("下", "旬") => Some((2, Part::Late)),
            ("底" | "末", _) => Some((1, Part::Late)),
            _ => None,
        };
        let span = part.and_then(|(more, part)| Some((width + more, month.part(part)?)));
        found.extend(span);
    }
    // 两个月前, 3年前
    if let Some((width, period)) = ago(tokens, today) {
        found.push((width, period));
    }
    // 周五, 星期五
    let weekday = match (word(0), word(1), word(2)) {
        ("周", day, _) => Some((2, day)),
        ("上" | "本" | "这", "周", day) => Some((3, day)),
        ("星" | "礼", "期" | "拜", day) => Some((3, day)),
        _ => None,
    };
    if let Some((width, day)) = weekday {
        let place = ["一", "二", "三", "四", "五", "六", "日"]
            .iter()
            .position(|known| *known == day);
        let place = place.and_then(|place| i8::try_from(place + 1).ok());
        found.extend(place.map(|place| (width, Period::weekday(place))));
    }
    let relative = match (word(0), word(1), word(2)) {
        ("本", "月", _) => Some((2, Date::Month(today.year(), today.month()))),
        ("这", "个", "月") => Some((3, Date::Month(today.year(), today.month()))),
        ("昨", "天", _) => today.yesterday().ok().map(|day| (2, Date::Day(day))),
        _ => None,
    };
    found.extend(relative.map(|(width, date)| (width, Period::of(date))));
    found
}

/// Returns the month that begins here: 6月, 六月, 十二月份.
fn month_here(tokens: &[Token], year: i16) -> Option<(usize, Period)> {
    const DIGITS: [&str; 10] = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十"];
    let word = |at: usize| tokens.get(at).map_or("", |token| token.text.as_str());
    let place = |text: &str| DIGITS.iter().position(|digit| *digit == text);
    let (width, month) = match (word(0).parse::<i8>(), place(word(0)), place(word(1))) {
        (Ok(month), ..) => (1, month),
        (_, Some(9), Some(more)) if more < 2 => (2, 11 + i8::try_from(more).ok()?),
        (_, Some(place), _) => (1, i8::try_from(place).ok()? + 1),
        _ => return None,
    };
    if word(width) != "月" || !(1..=12).contains(&month) {
        return None;
    }
    let width = match word(width + 1) {
        "份" => width + 2,
        _ => width + 1,
    };
    Some((width, Period::of(Date::Month(year, month))))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ask::token::tokens;
    use jiff::civil::date;

    #[test]
    fn reads_written_dates() {
        let today = date(2026, 11, 22);
        for (text, words) in [
            ("2026年", "in 2026"),
            ("2026年6月", "in 2026-06"),
            ("2026年6月8日", "on 2026-06-08"),
            ("六月", "in 2026-06"),
            ("十二月", "in 2025-12"),
            ("去年", "in 2025"),
            ("2024年上半年", "from 2024-01-01 to 2024-06-30"),
            ("2022年第四季度", "from 2022-10-01 to 2022-12-31"),
            ("2022年1季", "from 2022-01-01 to 2022-03-31"),
            ("2022年至2024年", "from 2022-01-01 to 2024-12-31"),
            ("2024年1月到6月", "from 2024-01-01 to 2024-06-30"),
        ] {
            let found = dates(&tokens(text), today);
            let best = found.iter().max_by_key(|(width, _)| *width).expect(text);
            assert_eq!(best.1.words(), words.to_owned(), "{text}");
            assert_eq!(best.0, tokens(text).len(), "{text}");
        }
    }
}
