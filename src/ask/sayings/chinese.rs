//! Chinese: sentences, dates, and how a clause is built. All that tells of a noun stands before it;
//! numbers take a measure word.

use crate::ask::phrase::{AFTER, ALONG, BEFORE};
use crate::ask::plan::Period;
use crate::ask::sayings::{
    Clause, Other, Picked, Place, Predicate, Saying, Sentences, Things, Told,
};
use crate::model::Date;
use crate::ontology::{Entry, Part};
use crate::view::Words;

/// The Chinese language.
pub struct Chinese;

const SENTENCES: Sentences = Sentences {
    yes: "是：{rest}",
    no: "否：{rest}",
    and_then: "{one}；{two}",
    first_of_two: "因此前者在先",
    last_of_two: "因此后者在先",
    same_day: "因此两者在同一天",

    too_long: "问题太长，无法读取",
    empty: "问题为空",
    unread: "未能读懂这个问题",
    not_asked: "查到的不是所问的：{rest}",
    meant_by: "问题没有说明{word}指谁或指什么",
    unread_words: "{why}；词库和数据中都没有{words}",
    how_unread: "未能读懂这个问题",
    left_out: "没有读入{words}",
    ambiguous: "{text}可能指{names}",
    also_means: "{text}也可能指{names}，数据中没有与之相应的内容",
    stranger: "数据中没有{text}",
    did_you_mean: "您是指{name}吗？",
    ask_company: &[
        "谁请求过列入{name}？",
        "{name}什么时候被列入清单？",
        "{name}怎么回应？",
    ],
    ask_list: &["{name}上有哪些公司？"],
    ask_actor: &["{name}请求列入哪些公司？"],
    ask_other: &["什么是{name}？"],

    how_which: "哪些：{set}",
    how_whether: "是否有：{set}",
    how_many: "多少：{set}",
    how_many_by: "多少（按{group}）：{set}",
    how_when: "日期：{set}",
    how_why: "理由：{set}",
    how_what: "内容：{set}",
    how_describe: "是什么：{set}",
    how_path: "最短路径：{set}之间",
    year: "年份",

    not_held: "数据中没有记载的事仍可能发生过",
    read_as: "{text}理解为{name}",
    assumed_list: "“清单”理解为{list}",
    not_yet: "清单上有谁，只能查到{date}为止",
    as_of: "截至{date}",

    described: "{name}[（{other}）][，{class}][：{what}]",
    two_names: "查询关系需要两个名称",
    no_route: "数据中没有{from}与{to}之间的关系",
    more_routes: "同样短的路径共有{count}条；见 `path --all`",
    no_sentence: "{from} – {label} – {to}",
    dated: "{sentence}（{date}）",

    nothing: "数据中没有{set}",
    nothing_says: "数据没有说明{sentence}",
    text_value: "{of}的{noun}：{names}",
    nearest: "数据中有：{sentence}",
    data_name: "数据中有{counted}[（{aside}）]：{names}",
    addressed: "[致{addressee}的]{kind}[，请求列入{list}]",
    picked: "{set}是{names}[（{value}）]",
    each: "各{value}",
    value: "{of}的{noun}是{names}",
    names_of: "{noun}是{names}",
    counted: "数据中有{counted}",
    grouped: "按{group}：{items}",
    largest: "最多的是{names}（{count}）",
    group_item: "{name} {count}",
    group_none: "未说明",
    changed: "{counted}：{names}",
    earlier_event: "另有1起更早的事件，见证据",
    earlier_events: "另有{count}起更早的事件，见证据",
    reason: "所给理由：{reasons}",
    no_reason: "数据没有说明理由",
    no_date: "没有来源给出日期",
    disagree: "关于“{event}”的{property}，来源说法不一：{values}",
    gone: "另有{count}家不再列于{list}，但没有逐一的移除公告：完整版中已无其名",
    withdrawn: "{told}：见于一份通知（{edition}），该通知[已于{when}]撤回，未改变任何清单",
    withdrawn_several: "另有{count}项见于一份已撤回、未改变任何清单的通知（{edition}）：{names}",
    fact: "{name}的{property}是“{value}”",
    office_ended: "{name}担任{office}至{date}",
    office_later: "{name}自{when}才担任{office}",

    listed_since: "{name}自{date}起列于{list}",
    listed_undated: "{name}在{list}上；来源没有给出日期",
    printed: "[{date}的]{list}载有{name}",
    taken_off: "[{when}，]{name}被移出{list}",
    not_printed: "[{date}的]{list}（完整版）没有{name}",
    not_told: "截至{date}，数据没有说明{name}是否在{list}上",
    says_nothing: "截至{date}，数据没有说明",
    imprecise: "“{event}”的日期只精确到{date}",
    undated: "来源没有给出“{event}”的日期",
    dates_disagree: "来源对“{event}”的日期说法不一：{dates}",
    order_unsettled: "从日期看不出“{event}”是否早于“{rival}”",
    edition_disagrees: "“{event}”与同日的{edition}不一致",
    print_disputed: "关于{edition}所载内容，来源说法不一",
};

/// More names than this are counted before they are told.
const FEW: usize = 3;

impl Saying for Chinese {
    fn tag(&self) -> &'static str {
        "zh"
    }

    fn has_short_names(&self) -> bool {
        false
    }

    fn sentences(&self) -> &'static Sentences {
        &SENTENCES
    }

    fn date(&self, date: Date) -> String {
        match date {
            Date::Year(year) => format!("{year}年"),
            Date::Month(year, month) => format!("{year}年{month}月"),
            Date::Day(day) => format!("{}年{}月{}日", day.year(), day.month(), day.day()),
        }
    }

    fn when(&self, date: Date) -> String {
        self.date(date)
    }

    fn period(&self, period: Period) -> String {
        if let Some(day) = period.weekday {
            const DAYS: [&str; 7] = ["一", "二", "三", "四", "五", "六", "日"];
            let place = usize::try_from(day - 1).unwrap_or_default();
            return format!("星期{}", DAYS.get(place).unwrap_or(&""));
        }
        if let Some(date) = period.date() {
            return self.date(date);
        }
        let day = |day| self.date(Date::Day(day));
        match (period.from, period.to) {
            (Some(from), Some(to)) => format!("{}至{}", day(from), day(to)),
            (Some(from), None) => format!("{}以来", day(from)),
            (None, Some(to)) => format!("截至{}", day(to)),
            (None, None) => "任何时候".to_owned(),
        }
    }

    fn all(&self, names: &[String], hidden: usize) -> String {
        match hidden {
            0 => joined(names, "和"),
            n => format!("{}等{}个", names.join("、"), names.len() + n),
        }
    }

    fn any(&self, names: &[String]) -> String {
        joined(names, "或")
    }

    fn row(&self, names: &[String]) -> String {
        names.join("；")
    }

    fn text(&self, clauses: &[String]) -> String {
        // Of what a source only refers to, nothing is told.
        let told = clauses.iter().filter(|clause| !clause.is_empty());
        let ended = told.map(|clause| match clause.ends_with(['。', '？', '！']) {
            true => clause.clone(),
            false => format!("{clause}。"),
        });
        ended.collect()
    }

    fn gap(&self) -> &'static str {
        ""
    }

    fn counted(&self, number: usize, noun: &str) -> String {
        format!("{number}{}{noun}", measure(noun))
    }

    fn figure(&self, number: usize, noun: &str) -> String {
        self.counted(number, noun)
    }

    fn count(&self, number: usize, phrase: &str, noun: &str) -> String {
        format!("{number}{}{phrase}", measure(noun))
    }

    fn count_in_figures(&self, number: usize, phrase: &str, noun: &str) -> String {
        self.count(number, phrase, noun)
    }

    fn list(&self, remarks: &[String]) -> String {
        remarks.join("，")
    }

    fn times(&self, number: usize) -> String {
        format!("{number}次")
    }

    fn relation(&self, words: Words) -> (String, Option<String>) {
        (words.label_zh.unwrap_or(words.label), words.sentence_zh)
    }

    fn was(&self, _: usize) -> &'static str {
        ""
    }

    fn is(&self, _: usize) -> &'static str {
        "是"
    }

    fn before_date(&self, before: &str, _: Date) -> String {
        before.to_owned()
    }

    fn the(&self, name: &str) -> String {
        name.to_owned()
    }

    fn one(&self, noun: &str) -> String {
        noun.to_owned()
    }

    fn several(&self, noun: &str) -> String {
        noun.to_owned()
    }

    fn things(&self, things: &Things<'_>) -> String {
        let name = if !things.names.is_empty() {
            match things.all {
                true => self.all(&things.names, 0),
                false => self.any(&things.names),
            }
        } else if things.nouns.is_empty() {
            "事物".to_owned()
        } else {
            self.any(&things.nouns)
        };
        let mut told = String::new();
        for clause in &things.clauses {
            let words = self.clause(clause);
            if !words.is_empty() {
                told.push_str(words.trim_end_matches('的'));
                told.push('的');
            }
        }
        if let Some(of) = &things.of {
            told.push_str(of);
            told.push('的');
        }
        let event = matches!(
            things.clauses.first().map(|clause| &clause.word),
            Some(Predicate::Event(_))
        );
        match &things.pick {
            Some(Picked::Date { last }) => {
                let word = if *last { "最近" } else { "最早" };
                match event {
                    true => told.push_str(&format!("{word}的")),
                    false => told.insert_str(0, word),
                }
            }
            Some(Picked::Many { last, of }) => {
                let most = if *last { "最多的" } else { "最少的" };
                let of = of.clone().unwrap_or_else(|| "次数".to_owned());
                told.push_str(&format!("{of}{most}"));
            }
            None => (),
        }
        // A bare 最早 needs its 的.
        if told == "最早" || told == "最近" {
            told.push('的');
        }
        if !things.except.is_empty() {
            told.insert_str(0, &format!("除{}外，", self.all(&things.except, 0)));
        }
        format!("{told}{name}")
    }

    fn told(&self, clause: &Clause<'_>, told: &Told<'_>) -> Option<String> {
        let lists = clause.place == Place::Object;
        match clause.word {
            Predicate::Verb(_) => (),
            Predicate::Standing(_) if !lists => (),
            Predicate::Noun { .. } => (),
            _ => return None,
        }
        let aside = match told.aside.is_empty() {
            true => String::new(),
            false => format!("（{}）", told.aside),
        };
        let predicate = self.clause(clause);
        Some(match told.noun {
            Some(noun) if told.names.is_empty() => {
                format!("{}{predicate}{aside}", self.counted(told.number, noun))
            }
            Some(noun) if told.number > FEW || told.digits => format!(
                "{}{predicate}{aside}：{}",
                self.counted(told.number, noun),
                told.names
            ),
            _ => format!("{}{predicate}{aside}", told.names),
        })
    }
}

impl Chinese {
    /// A clause, without whom it tells of: 2025年被议员请求列入清单.
    fn clause(&self, clause: &Clause<'_>) -> String {
        let mut text = String::new();
        if let Some(time) = clause.time {
            text.push_str(&self.period(time));
        }
        let not = if clause.negated { "未" } else { "" };
        let (mut before, mut after) = (String::new(), String::new());
        for other in &clause.others {
            match placed(other) {
                Placed::Before(words) => before.push_str(&words),
                Placed::After(words) => after.push_str(&words),
            }
        }
        let objects = self.all(&clause.objects, 0);
        let by = clause.subject.as_deref().unwrap_or_default();
        match &clause.word {
            Predicate::Verb(entry) if entry.part == Part::Verb => match clause.place {
                // 请求将 X 列入清单: what is moved stands before where it goes.
                Place::Subject if !objects.is_empty() && !after.is_empty() => {
                    let (stem, to) = match base(entry).strip_suffix("列入") {
                        Some(stem) => (stem, "列入"),
                        None => (base(entry), ""),
                    };
                    text.push_str(&format!("{not}{before}{stem}将{objects}{to}{after}"));
                }
                Place::Subject => {
                    text.push_str(&format!("{not}{before}{}{after}{objects}", base(entry)));
                }
                _ => text.push_str(&format!(
                    "{not}被{by}{before}{}{after}{objects}",
                    base(entry)
                )),
            },
            Predicate::Verb(entry) => {
                let not = match (clause.negated, clause.once) {
                    (true, true) => "不再",
                    (true, false) => "不",
                    (false, _) => "",
                };
                text.push_str(&format!("{not}{before}{}{after}{objects}", base(entry)));
            }
            Predicate::Nothing => text.push_str(&before),
            Predicate::Connected(names) => text.push_str(&format!("连接{names}")),
            Predicate::Event(_) => {
                let not = if clause.negated { "未发生" } else { "" };
                text.push_str(&format!("{by}{before}{objects}{after}{not}"));
            }
            Predicate::Standing(list) if clause.place == Place::Object => {
                let not = if clause.negated { "没有" } else { "有" };
                text.push_str(&format!("{not}{}", list.as_deref().unwrap_or("公司")));
            }
            Predicate::Standing(list) => {
                let not = match (clause.negated, clause.once) {
                    (true, true) => "不再",
                    (true, false) => "不",
                    (false, _) => "",
                };
                let list = list.as_deref().unwrap_or("清单");
                text.push_str(&format!("{not}在{list}上"));
            }
            Predicate::Noun { noun, of } => {
                let not = if clause.negated { "不是" } else { "是" };
                let of = of.as_ref().map(|of| format!("{of}的")).unwrap_or_default();
                text.push_str(&format!("{not}{of}{noun}"));
            }
            Predicate::Value { property, value } => match (value, clause.negated) {
                (Some(value), false) => text.push_str(&format!("{property}为{value}")),
                (Some(value), true) => text.push_str(&format!("{property}不为{value}")),
                (None, false) => text.push_str(&format!("有{property}")),
                (None, true) => text.push_str(&format!("没有{property}")),
            },
        }
        if let Some((least, most)) = clause.many {
            let words = match most {
                Some(most) if most == least => format!("{least}次"),
                Some(most) if least == 0 => format!("至多{most}次"),
                Some(most) => format!("{least}至{most}次"),
                None => format!("至少{least}次"),
            };
            text.push_str(&words);
        }
        text
    }
}

/// Where a participant stands: before the verb or after it.
enum Placed {
    Before(String),
    After(String),
}

/// Words that follow what they mark.
const AFTER_NOUN: [&str; 8] = ["上", "中", "里", "内", "之上", "之中", "下", "名下"];
/// Verbs of direction, which follow the verb.
const AFTER_VERB: [&str; 5] = ["列入", "进", "到", "至", "于"];

fn placed(other: &Other) -> Placed {
    let name = &other.name;
    if other.bare {
        return Placed::After(name.clone());
    }
    let has = |marker: &str| other.markers.iter().any(|known| known == marker);
    if has("列入") {
        return Placed::After(format!("列入{name}"));
    }
    let beside = [(BEFORE, "之前"), (AFTER, "之后"), (ALONG, "一同")];
    if let Some((_, behind)) = beside.into_iter().find(|(marker, _)| has(marker)) {
        let with = if behind == "一同" { "与" } else { "" };
        return Placed::Before(format!("{with}{name}{behind}"));
    }
    if has("向") {
        return Placed::Before(format!("向{name}"));
    }
    if has("在") {
        let after = ["上", "中", "里"].into_iter().find(|marker| has(marker));
        return Placed::Before(format!("在{name}{}", after.unwrap_or_default()));
    }
    let first = other
        .markers
        .iter()
        .find(|marker| !AFTER_NOUN.contains(&marker.as_str()));
    match first.map(AsRef::as_ref) {
        Some(marker) if AFTER_VERB.contains(&marker) => Placed::After(format!("{marker}{name}")),
        Some(marker) => Placed::Before(format!("{marker}{name}")),
        None => Placed::Before(format!("{name}的")),
    }
}

fn base(entry: &Entry) -> &str {
    entry.forms.first().map_or("", |form| &*form.text)
}

fn joined(names: &[String], word: &str) -> String {
    match names.split_last() {
        None => String::new(),
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{}{word}{last}", rest.join("、")),
    }
}

/// Returns the measure word of a noun, by how it ends.
fn measure(noun: &str) -> &'static str {
    const MEASURES: [(&str, &str); 22] = [
        ("公司", "家"),
        ("机构", "家"),
        ("委员会", "个"),
        ("法院", "家"),
        ("股东", "名"),
        ("官员", "名"),
        ("议员", "名"),
        ("主席", "名"),
        ("人", "名"),
        ("者", "名"),
        ("方", "方"),
        ("清单", "份"),
        ("版本", "个"),
        ("信函", "封"),
        ("信", "封"),
        ("法律", "部"),
        ("行为主体", "个"),
        ("诉讼", "起"),
        ("上诉", "起"),
        ("请求", "项"),
        ("回应", "次"),
        ("裁决", "项"),
    ];
    let found = MEASURES.iter().find(|(end, _)| noun.ends_with(end));
    found.map_or("个", |(_, measure)| measure)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn dates_and_periods() {
        assert_eq!(Chinese.date(Date::Day(date(2026, 6, 8))), "2026年6月8日");
        let period =
            |from: Option<jiff::civil::Date>, to| Chinese.period(Period::between(from, to));
        assert_eq!(
            period(Some(date(2026, 6, 1)), Some(date(2026, 6, 30))),
            "2026年6月"
        );
        assert_eq!(period(Some(date(2025, 1, 7)), None), "2025年1月7日以来");
        assert_eq!(period(None, Some(date(2025, 1, 7))), "截至2025年1月7日");
    }

    #[test]
    fn names_and_numbers_are_joined() {
        let names = ["甲", "乙", "丙"].map(str::to_owned);
        assert_eq!(Chinese.all(&names, 0), "甲、乙和丙");
        assert_eq!(Chinese.all(&names, 7), "甲、乙、丙等10个");
        assert_eq!(Chinese.any(&names), "甲、乙或丙");
        assert_eq!(Chinese.counted(10, "公司"), "10家公司");
        assert_eq!(Chinese.counted(2, "官员"), "2名官员");
        assert_eq!(
            Chinese.text(&["甲".to_owned(), "乙。".to_owned()]),
            "甲。乙。"
        );
    }
}
