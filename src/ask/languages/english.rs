//! English: the words that only grammar knows, and dates.

use super::asides;
use crate::ask::grammar::COMPARED;
use crate::ask::language::{Closed, Language, Vocabulary};
use crate::ask::phrase::{
    ABSENT, AFTER, ALONG, AMONG, Amount, BEFORE, BY, EXCEPT, Noun, Phrase, SAME_DAY, Span, Tense,
    Word,
};
use crate::ask::plan::{Ask, Group, Part, Period, Set, Unit};
use crate::ask::token::{Token, is_han};
use crate::model::vocab as ag;
use crate::model::{Date, MONTHS};
use crate::names::is_slip;
use jiff::civil::Date as Day;

/// The English language.
pub struct English;

/// Words before each of the names for a text that one reads.
macro_rules! of_source {
    ($($before:literal),* $(,)?) => {
        concat!($(
            $before, " article, ", $before, " story, ", $before, " text, ", $before, " piece, ",
            $before, " news story, ", $before, " news article, ", $before, " write-up, ",
        )*)
    };
}

impl Language for English {
    fn tag(&self) -> &'static str {
        "en"
    }

    fn is_plain(&self) -> bool {
        false
    }

    fn closed(&self) -> Vec<Closed> {
        let mut words = Vocabulary::new(", ");
        use Phrase::{Filler, Word as W};
        words.add("who, whom", &[who(), W(Word::Relative)]);
        words.add("hwo, whoo", &[who()]);
        words.add("wich, whcih, whch", &[W(Word::Which(Ask::Things))]);
        words.add("wat, wht, waht", &[thing(Ask::Things), thing(Ask::What)]);
        words.add("wen, whne", &[W(Word::Asking(Ask::When))]);
        words.add("who and who, who and whom", &[who()]);
        words.add(
            "what",
            &[
                thing(Ask::Things),
                thing(Ask::What),
                W(Word::Which(Ask::Things)),
            ],
        );
        words.add("how large, how big, how high", &[thing(Ask::Things)]);
        words.add(
            "everyone, everybody, whoever, anyone, anybody, those, all those, the people, someone, somebody, the ones",
            &[Phrase::Noun(Noun::of(Set::class(ag::ACTOR.into_owned())))],
        );
        words.add_at(
            0.1,
            "people",
            &[Phrase::Noun(Noun::of(Set::class(ag::ACTOR.into_owned())))],
        );
        words.add_at(
            0.1,
            "anything, something, everything, whatever",
            &[Phrase::Noun(Noun {
                closed: true,
                ..Noun::of(Set::default())
            })],
        );
        words.add("which", &[W(Word::Which(Ask::Things)), W(Word::Relative)]);
        words.add_at(0.15, "which", &[thing(Ask::Things)]);
        words.add(
            "whoever, who on earth, who the hell, who in the world, who the heck, who exactly, who precisely, who all, just who, \
             exactly who",
            &[who()],
        );
        words.add_at(
            0.02,
            "which kind of, which kinds of, which type of, which types of, which sort of, which sorts of",
            &[W(Word::Which(Ask::Things)), W(Word::Which(Ask::What))],
        );
        words.add_at(
            0.02,
            "ended up, wound up, resorted to, went as far as, gone as far as, went so far as, took to",
            &[W(Word::Be(Tense::Past))],
        );
        words.add("whose", &[Phrase::Modifier(Box::new(who()))]);
        words.add_at(0.4, "whose", &[W(Word::Which(Ask::Things))]);
        words.add(
            "who did that, who did it, who did this, who did so, who was that, by whom, who was behind it, who was behind that, \
             who is behind it, who stood behind it, whose act was it, whose act was that, whose decision was it, \
             whose decision was that, whose doing was it, whose doing was that, whose work was it, whose move was it, \
             whose call was it, whose idea was it, at whose hands",
            &[Phrase::Marked(
                BY.to_owned(),
                match who() {
                    Phrase::Noun(noun) => noun,
                    _ => thing_noun(Ask::Things),
                },
            )],
        );
        words.add_at(
            0.02,
            of_source![
                "in the",
                "in this",
                "named in the",
                "mentioned in the",
                "cited in the",
                "discussed in the",
                "described in the",
                "covered in the",
                "featured in the",
                "that appear in the",
                "appearing in the",
                "that feature in the",
                "does the",
                "mentioned by the",
                "named by the",
                "reported by the",
                "according to the",
                "according to this",
                "per the",
                "going by the",
                "based on the",
                "are in the",
                "appear in the",
                "occur in the",
                "feature in the",
                "are mentioned in the",
                "is mentioned in the"
            ],
            &[Filler],
        );
        words.add(
            "possibly, possible, likely, potentially, potential, perhaps, maybe, probably, presumably, in contrast, \
             altogether, by name",
            &[Filler],
        );
        words.add(
            "are reported to have, is reported to have, are said to have, is said to have, are known to have, is known to have, \
             appear to have, appears to have, seem to have, seems to have, was reported to have, were reported to have",
            &[W(Word::Have)],
        );
        words.add_at(
            0.05,
            of_source![
                "are named in this",
                "is named in the",
                "who appear in the",
                "who are named in the",
                "who is named in the",
                "that appears in the",
                "that appears in this",
                "that appear in this",
                "who appear in this",
                "are mentioned in this",
                "that are named in the",
                "that are mentioned in the",
                "that is mentioned in the"
            ],
            &[Filler],
        );
        words.add_at(0.1, "known, to me, for me, to us, for us", &[Filler]);
        words.add("who or what", &[thing(Ask::Things)]);
        words.add(
            "who is that, who is it, who was that, who are they, who were they, who is he, what is it, what is that, which one, \
             which ones, which one is it, which ones are they, which is it",
            &[W(Word::Which(Ask::Things))],
        );
        words.add("'s name, 's names, at once, at the same time", &[Filler]);
        words.add(
            "what kind of, what kinds of, what type of, what sort of",
            &[W(Word::Which(Ask::What))],
        );
        words.add_at(
            0.02,
            "what kind of, what kinds of, what type of, what sort of",
            &[W(Word::Which(Ask::Things))],
        );
        words.add(
            "does the article mention, does the article name, does the article talk about, \
             are mentioned, is mentioned, are mentioned in the article, is mentioned in the article, \
             appear in the article, appears in the article, anything, \
             for good, formal, straight, the very",
            &[Filler],
        );
        words.add(
            "among the grounds, among the reasons, as a ground, as a reason, in its justification, \
             in their justification, in the justification, in their justifications, in the reasons, \
             in the reasons given, in its reasons, sitting in, residing in",
            &[Filler],
        );
        words.add("that", &[W(Word::Relative)]);
        words.add_at(0.1, "that", &[Filler]);
        words.add(
            "when did they do it, when did he do it, when did it do it, when did they do that, when did that happen, \
             when did this happen, when did it happen, when was that, when was it, when was this done, when was that done, \
             when did it take place, when did that take place, when, which day, which date, which year, at what point, at what time, what date, on what date, on which date, on what day, on which day, what day, in which year, in what year, \
             what year, which year, date of, the date of, dates of, the dates of, date on which, the date on which, date when, \
             date, dates, day of, the day of, the day, month, the month, which month, what month, in which month, in which month and year, in which year and month, in what month and year, year of, time of, filing date of, the filing date of, date of filing of, on which day of the week, on what day of the week, which day of the week, what day of the week, on which weekday, since when, from when, from what date, as of when, by when, how long ago",
            &[W(Word::Asking(Ask::When))],
        );
        words.add(
            "what led, what made, what drove, what pushed, what moved, what brought, what got, what induced, what persuaded, \
             what convinced, what compelled, what has led, what had led, what motive led, \
             what might explain, what may explain, what could explain, what explains, what explained, what accounts for, \
             what accounted for, what lay behind, what is behind, what was behind, what caused, what prompted, what motivated, \
             why, how come, for what reason, for which reason, for what reasons, on what grounds, on which grounds, \
             on what basis, what for, for what, what is the reason, what was the reason, what are the reasons, \
             what were the reasons, what reason, reason for, the reason for, reasons for, the reasons for, ground for, grounds for, \
             the grounds for, the ground for, what was the reason for, rationale for, justification for, basis for",
            &[W(Word::Asking(Ask::Why))],
        );
        words.add("how long, for how long", &[W(Word::Asking(Ask::When))]);
        words.add("how, in what way", &[W(Word::Asking(Ask::What))]);
        words.add(
            "how many, how many different",
            &[W(Word::Which(Ask::Count)), thing(Ask::Count)],
        );
        words.add("how many times, how often", &[W(Word::Asking(Ask::Count))]);
        words.add(
            "number of, the number of, count of, the count of, total of, headcount, how large a number of, what is the number of, what number of, total number of",
            &[W(Word::Which(Ask::Count))],
        );
        words.add(
            "size of, headcount of, length of, membership of, how big is, how big was, how large is, how large was, how long is, \
             size, headcount, number of companies on, number of entries on, number of firms on, number of names on, number of companies in, number of entries in, number of names in, # of companies on, \
             how many are on, how many were on, how many companies are on, how many entries are on",
            &[W(Word::Size)],
        );
        words.add(
            "where",
            &[Phrase::Marked("where".to_owned(), thing_noun(Ask::Things))],
        );
        words.add(
            "on whose behalf, on behalf of whom, for whom, in whose name",
            &[Phrase::Marked(
                "on behalf of".to_owned(),
                match who() {
                    Phrase::Noun(noun) => noun,
                    _ => thing_noun(Ask::Things),
                },
            )],
        );
        words.add(
            "how much, how much of, what share of, what percentage of, how big a share of, how large a stake in, what stake in",
            &[Phrase::Marked(
                "how much".to_owned(),
                thing_noun(Ask::Things),
            )],
        );
        words.add("is, are, 're, isn't", &[W(Word::Be(Tense::Present))]);
        words.add("was, were, used to be", &[W(Word::Be(Tense::Past))]);
        words.add_at(0.3, "got, gets", &[W(Word::Be(Tense::Past))]);
        words.add_at(0.05, "end up, wind up", &[W(Word::Be(Tense::Infinitive))]);
        words.add_at(0.3, "get", &[W(Word::Be(Tense::Infinitive))]);
        words.add("be, been", &[W(Word::Be(Tense::Infinitive))]);
        words.add("being", &[W(Word::Be(Tense::Gerund))]);
        words.add(
            "shown as, given as, named as, mentioned as, described as, listed as, recorded as, identified as, presented as, \
             cited as, quoted as, referred to as, reported as, registered as, portrayed as, characterized as, treated as, \
             regarded as, counted as, classed as, ranked as, recognized as, introduced as, named, considered, called, said to be, \
             believed to be, thought to be, reported to be, supposed to be, found to be, considered to be, known to be, \
             shown to be, stated to be, stated as, told to be, meant to be, given, cited, offered",
            &[W(Word::Told)],
        );
        words.add(
            "do we find, do you find, does one find, can one find, can we find, can you find, can i find, do i find, \
             will i find, would i find, would one find, appears as, appear as, counts as, count as, ranks as, rank as, figures as, figure as, features as, feature as, \
             qualifies as, qualify as",
            &[W(Word::Be(Tense::Present))],
        );
        words.add(
            "appeared as, counted as, ranked as, figured as, featured as, qualified as",
            &[W(Word::Be(Tense::Past))],
        );
        words.add_at(
            0.1,
            "article, story, piece, text, data, dataset, data set, database, graph, knowledge graph, records, your data, \
             your database, our data, this data, these data, this dataset, this database, \
             this article, this text, this story",
            &[W(Word::Here)],
        );
        words.add("v, v., vs, vs., versus", &[W(Word::Versus)]);
        words.add(
            "in the article, in this article, in the story, in the piece, in the report, named in the article, mentioned in the article, named in the piece, named in the story, in your data, in our data, in this dataset, in the dataset, \
             in the database, in your database, major, big, large, notable, prominent, leading, significant, listed here, in question, mentioned, y'know",
            &[Filler],
        );
        words.add("do, does, did", &[W(Word::Do)]);
        words.add("has, have, had, 've, having", &[W(Word::Have)]);
        words.add(
            "would, could, might, will, shall, can, may",
            &[W(Word::Would)],
        );
        words.add(
            "ban on, bans on, prohibition on, prohibition of, prohibitions on, prohibition against, bar on, ban against, rule against, restriction on, \
             restrictions on, barred from, banned from, prohibited from, forbidden from, forbidden to, no longer allowed to, not allowed to, \
             no longer permitted to, not permitted to, no longer be allowed to, cannot, can no longer, may no longer, may not",
            &[W(Word::Barred)],
        );
        words.add(
            "should, must, ought to, needs to, need to, merits, merit, merited, deserves, deserve, deserved, warrants, warrant, \
             deserves to, deserve to, qualifies for, qualify for, is to, are to, was to, were to, has to, have to, had to",
            &[W(Word::Shall)],
        );
        words.add("not, n't, no", &[W(Word::Not)]);
        words.add("never", &[W(Word::Never)]);
        words.add_at(0.05, "never", &[W(Word::Not)]);
        words.add(
            "used to be, were formerly, was formerly, were once, was once, no longer, not any more, not anymore, not any longer, now off",
            &[W(Word::NoMore)],
        );
        words.add(
            "but no longer is, but no longer are, but is no longer, but are no longer, but are not any more, but is not any more, but are not any longer, \
             but is not any longer, but aren't any longer, but isn't any longer, but have since left, but have since gone, \
             but are not anymore, but is not anymore, but isn't any more, but aren't any more, but isn't anymore, but aren't anymore, \
             but are not now, but is not now, but isn't now, but aren't now, but not now, but not any more, but not anymore, \
             but no longer, but not today, but are not today, but is not today, and no longer are, and no longer is",
            &[W(Word::Ended)],
        );
        words.add("to", &[W(Word::To)]);
        words.add(
            "'s",
            &[W(Word::Link), W(Word::Be(Tense::Present)), W(Word::Have)],
        );
        words.add(
            "and, but, &, +, as well as, and also, but also, plus, while also, and likewise, and simultaneously, and at the same time",
            &[W(Word::And)],
        );
        words.add("or", &[W(Word::Or)]);
        words.add(
            "the, this, these, those, teh, one of, one of the, one of these, one of those",
            &[W(Word::The)],
        );
        words.add(
            "'s status, 's standing, 's position, 's current status, 's current standing, 's present status, \
             's present standing, 's current position, 's present position",
            &[W(Word::Break)],
        );
        words.add("i, i'm, we, my, our", &[W(Word::Speaker)]);
        words.add(
            "to know, to find out, to check, to see, to understand, to learn, to verify, to confirm, wondering, wonder, asking, \
             ask, checking",
            &[W(Word::ToKnow)],
        );
        words.add_at(
            0.5,
            "they",
            &[Phrase::Noun(Noun::of(Set::class(ag::ACTOR.into_owned())))],
        );
        words.add_at(0.15, "before, earlier, in the past", &[W(Word::Ever)]);
        words.add(
            "the article reports, the article mentions, the article names, the article tells of, the article describes, \
             the article speaks of, the article talks about, mentioned by the article, reported by the article, \
             the article cites, the article lists",
            &[Filler],
        );
        words.add("largest, biggest, longest", &[W(Word::Largest)]);
        words.add_at(0.4, "again", &[Filler]);
        words.add_at(0.3, "since", &[Filler]);
        words.add_at(0.2, "since", &[W(Word::Asking(Ask::When))]);
        words.add_at(0.3, "public", &[Filler]);
        words.add_at(0.1, "could, might, may, can", &[W(Word::Do)]);
        words.add("pls, plz, thx, ty, in plain english, in simple terms, in a nutshell, in one line, in a line, in one sentence, in a sentence, in one word, alike, as the article leaves it, \
             by its own account, by their own account, as far as the article knows, as far as anyone knows, as far as is known, in short, in brief, briefly, in a few words", &[Filler]);
        words.add(
            "mentioned in the article, appear in the article, occur in the article, does the article name, are in the article",
            &[Filler],
        );
        words.add_at(0.3, "named, mentioned, quoted", &[Filler]);
        words.add(
            "what is that, what's that, what is it, what's it, who is that, who's that, who is this, what is this, who is he",
            &[W(Word::WhatThat)],
        );
        words.add_at(0.1, "among, amongst", &[Filler]);
        words.add_at(0.3, "previously", &[W(Word::Ever)]);
        words.add_at(
            0.3,
            "ticker symbol, the symbol, stock code, the stock code, the code, the ticker, ticker",
            &[Filler],
        );
        words.add_at(
            0.1,
            "want to, wants to, wanted to, plan to, plans to, planned to, intend to, intends to, intended to, mean to, meant to, \
             aim to, aimed to, seek to, sought to, try to, tried to, attempt to, attempted to, choose to, chose to, agree to, agreed to, decide to, \
             decided to, happen to, happened to, get to, got to, manage to, managed to, go on to, went on to, start to, started to, \
             begin to, began to",
            &[Filler],
        );
        words.add("each, every", &[W(Word::Each)]);
        words.add_at(0.2, "each, every", &[Filler]);
        words.add(
            "along with, together with, alongside, in addition to, at the same time as, as well as, in the same notice as, in the same letter as",
            &[W(Word::Preposition(ALONG.to_owned()))],
        );
        words.add(
            "on the same day as, the same day as, on the same date as, at the same date as",
            &[W(Word::Preposition(SAME_DAY.to_owned()))],
        );
        words.add(
            "on the same day, the same day, on the same date, on one day, on the very same day",
            &[W(Word::SameDay)],
        );
        words.add(
            "that day, on that day, that very day, on that date, on this day, at that time, that month, in that month, that year, \
             in that year, that week, in that week, then",
            &[W(Word::ThatTime)],
        );
        words.add(
            "ahead of, earlier than, sooner than, prior to",
            &[W(Word::Preposition(BEFORE.to_owned()))],
        );
        words.add(
            "later than, following, compared with, compared to, in comparison with, in comparison to, relative to, as against, \
             when compared with, when compared to, as compared with, as compared to",
            &[W(Word::Preposition(AFTER.to_owned()))],
        );
        words.add(
            "missing from, absent from, not on, not in, gone from, left off, left out of, without being on, without being in, \
             without standing on, without appearing on, although not on, though not on, while not on, yet not on, but not yet on, \
             only not on, however not on, are still off, is still off, still off, remain off, remains off, remained off, \
             stay off, stays off, stayed off, are off, is off, remain outside, remains outside, are still outside",
            &[W(Word::Preposition(ABSENT.to_owned()))],
        );
        words.add(
            "but not the, and not the",
            &[W(Word::Preposition(ABSENT.to_owned()))],
        );
        words.add(
            "because it is, because they are, because he is, as it is, as they are, for being, because of being, on account of being, \
             due to being, since they are, because they were, because it was",
            &[W(Word::Preposition("as".to_owned()))],
        );
        for marker in PREPOSITIONS {
            words.push(Closed::new(
                marker,
                W(Word::Preposition((*marker).to_owned())),
            ));
        }
        words.add(
            "in, on, during, of, from, at, for, dated, within, as of, in the course of, throughout",
            &[W(Word::Span(Span::Within))],
        );
        words.add(
            "since, starting in, starting from, beginning in, ever since",
            &[W(Word::Span(Span::Since))],
        );
        words.add(
            "after, following, later than, compared with, compared to, in comparison with, in comparison to, relative to, \
             as against, when compared with, when compared to, as compared with, as compared to",
            &[W(Word::Span(Span::After))],
        );
        words.add(
            "before, prior to, earlier than",
            &[W(Word::Span(Span::Before))],
        );
        words.add(
            "until, till, by, up to, up until, through",
            &[W(Word::Span(Span::Until))],
        );
        words.add(
            "per, by, for each, in each, grouped by, broken down by",
            &[W(Word::Per)],
        );
        words.add(
            "per year, by year, each year, in each year, every year, a year, year by year",
            &[Phrase::Grouped(Group::Year)],
        );
        words.add(
            "because, because of, due to, owing to, for lack of, for want of, on account of, for reasons of, for failing to",
            &[W(Word::Because)],
        );
        words.add(
            "were already, was already, had already, had already been, already were, already before, already included, already had, \
             already stood, already listed before, list already, beforehand, earlier, already when",
            &[W(Word::Already)],
        );
        words.add_at(0.25, "part of", &[W(Word::Preposition(AMONG.to_owned()))]);
        words.add(
            "until when, until what date, until which date, until what day, until what year, until which year, till when, up to when, \
             up until when",
            &[W(Word::UntilWhen)],
        );
        words.add(
            "is said to, are said to, was said to, were said to, is reported to, are reported to, is believed to, are believed to, \
             is alleged to, are alleged to, is known to, are known to, is thought to, are thought to, is reported as, \
             is supposed to, are supposed to, is accused to",
            &[W(Word::Do)],
        );
        words.add(
            "is there, are there, was there, were there, have there been, has there been",
            &[W(Word::Exists)],
        );

        words.add(
            "first, earliest, oldest, initial, initially, originally, original",
            &[W(Word::Order(false))],
        );
        words.add(
            "last, latest, newest, most recent, most recently, recent, lately",
            &[W(Word::Order(true))],
        );
        words.add("current, present, present-day", &[Filler]);
        words.add_at(
            0.05,
            "current, present, present-day",
            &[W(Word::Order(true))],
        );
        words.add_at(
            0.3,
            "about it, about that, about this, on that, to that, to this",
            &[Filler],
        );
        words.add(
            "aside, excepted, excluded",
            &[W(Word::Postposition(EXCEPT.to_owned()))],
        );
        words.add_at(0.1, "setting, leaving, putting", &[Filler]);
        words.add_at(
            0.2,
            "expanded, updated, revised, enlarged, extended, amended",
            &[W(Word::Order(true))],
        );
        words.add_at(
            0.05,
            "just, newly, recently, new, freshly",
            &[W(Word::Order(true))],
        );
        words.add("just, newly, recently, freshly", &[W(Word::New)]);
        words.add_at(0.2, "just, newly, recently, new, freshly", &[Filler]);
        words.add_at(0.15, "named, mentioned", &[Filler]);
        for (text, word) in [
            ("more", Word::Most(true)),
            ("fewer", Word::Most(false)),
            ("earlier", Word::Order(false)),
            ("sooner", Word::Order(false)),
            ("later", Word::Order(true)),
        ] {
            words.add_at(COMPARED, text, &[W(word)]);
        }
        words.add(
            "and who else, and which others, and what others, and who besides",
            &[W(Word::Others)],
        );
        words.add(
            "came right after, came directly after, came after, comes after, followed, follows, came next after, succeeded, \
             was published right after, came out right after, came out after, immediately followed, directly followed",
            &[W(Word::NextTo(true))],
        );
        words.add(
            "came right before, came directly before, came before, comes before, preceded, precedes, came just before, \
             was published right before, came out right before, came out before, immediately preceded, directly preceded",
            &[W(Word::NextTo(false))],
        );
        words.add(
            "or more, or above, and more, or over",
            &[W(Word::OrMore(true))],
        );
        words.add("or fewer, or less", &[W(Word::OrMore(false))]);
        words.add("than", &[W(Word::Compared)]);
        words.add(
            "before or after, earlier or later than, sooner or later than, after or before, prior to or after",
            &[W(Word::BeforeOrAfter)],
        );
        words.add(
            "than anyone else, than anybody else, than anyone, than any other, than all others, than any other company, \
             than any other firm, than any other lawmaker, than any other senator, than the others, than everyone else",
            &[W(Word::ThanOthers)],
        );
        words.add(
            "longest, the longest, for the longest, for the longest time",
            &[W(Word::Longest)],
        );
        words.add(
            "from the start, from the beginning, from the outset, since the start, since the beginning, since its start, \
             since its beginning, since its inception, since inception, from day one, since day one, all along, since it began, \
             ever since it began, since the list began, since it was created, since the list was created, from the very start, \
             from the very beginning, since the very beginning, ever since the beginning, since its creation",
            &[W(Word::AllAlong)],
        );
        words.add(
            "most, the most, most often, most frequently, the largest number of, the highest number of, the greatest number of, most times",
            &[W(Word::Most(true))],
        );
        words.add(
            "fewest, least, the fewest, least often, the smallest number of, the lowest number of",
            &[W(Word::Most(false))],
        );
        words.add("more than, over", &[W(Word::Than(true, false))]);
        words.add(
            "at least, no fewer than, no less than",
            &[W(Word::Than(true, true))],
        );
        words.add(
            "fewer than, less than, under",
            &[W(Word::Than(false, false))],
        );
        words.add(
            "at most, no more than, up to",
            &[W(Word::Than(false, true))],
        );
        words.add("both, together, jointly, all of, both of", &[W(Word::Both)]);
        words.add(
            "except, except for, other than, besides, apart from, excluding, but not including, aside from, save for, leaving out, \
             not counting, setting aside, leaving aside, putting aside, minus",
            &[W(Word::Except)],
        );
        words.add(
            "former, past, previous, ex-, onetime, one-time",
            &[W(Word::Former)],
        );
        words.add(
            "past and present, former and current, current and former, present and past, all-time, successive",
            &[W(Word::Ever)],
        );
        words.add(
            "the office of, the post of, the position of, the job of, the title of, the role of, office of, post of",
            &[Filler],
        );
        words.add("neither", &[W(Word::Neither)]);
        words.add("nor", &[W(Word::Nor)]);
        words.add("ever, at any time, at any point", &[W(Word::Ever), Filler]);
        words.add(
            "currently, now, still, today, at present, presently, right now, at the moment, these days, as of today, as of now, nowadays",
            &[W(Word::Now), Filler],
        );
        words.add(
            "and still are, and still is, and remain, and remains, and are to this day, to this day, \
             and still do, and still does, since then, ever since then, ever again, as counted, as reported",
            &[Filler],
        );
        words.add(
            "isn't it, aren't they, wasn't it, weren't they, didn't it, didn't they, didn't he, didn't she, doesn't it, don't they, \
             hasn't it, haven't they, right, correct, or off, or out, or gone, or no longer, yes or no, yes/no, true or false, true, or not, or not listed, is that right, is that so, \
             did it not, did they not, is it not, are they not, was it not, were they not, has it not, have they not, does it not, do they not, \
             y/n, no, is it, are they, did it, did they, does it, was it",
            &[W(Word::Tag)],
        );
        words.add(
            "it, he, she, him, this company, that company, the company, the firm, this firm",
            &[W(Word::Pronoun(false))],
        );
        words.add(
            "they, them, these companies, those companies, these firms, those firms, these two, these three, these four, those two, \
             those three, those four, the two of them, the three of them",
            &[W(Word::Pronoun(true))],
        );
        words.add("its, his, her", &[W(Word::Possessive(false))]);
        words.add("their", &[W(Word::Possessive(true))]);
        for (text, cost) in [
            ("its", 0.04),
            ("more", 0.2),
            ("back", 0.2),
            ("further", 0.1),
            ("additional", 0.1),
            ("their", 0.04),
            ("his", 0.1),
            ("it", 0.3),
            ("that", 0.3),
        ] {
            words.add_at(cost, text, &[Filler]);
        }
        // What is asked of one who was listed is mostly asked about that.
        words.add_at(
            0.15,
            "when it was added, when it was listed, when they were added, when they were listed, \
             when added, when listed, after it was listed, after it was added, after being listed, \
             after being added, upon being listed, on being listed, after it had been removed, \
             after it was removed, after being removed, after they were removed",
            &[Filler],
        );
        for (texts, number) in [
            ("once", 1),
            ("one", 1),
            ("twice", 2),
            ("two", 2),
            ("three", 3),
            ("four", 4),
            ("five", 5),
            ("six", 6),
            ("seven", 7),
            ("eight", 8),
            ("nine", 9),
            ("ten", 10),
            ("a dozen", 12),
        ] {
            let amount = Amount {
                least: number,
                most: Some(number),
            };
            words.add(texts, &[Phrase::Amount(amount)]);
        }
        let several = Amount {
            least: 2,
            most: None,
        };
        words.add(
            "several, multiple, more than one",
            &[Phrase::Amount(several)],
        );
        words.add(
            "a, an, please, me, all, any, some, actually, exactly, also, already, really, so, own, there, then, \
             officially, formally, eventually, finally, subsequently, afterwards, afterward, thereafter, later, publicly, reportedly, specifically, \
             different, various, other, else, exact, full, complete list of, list of, the list of all, names of, \
             the names of, name of, times, time, indeed, in fact, in total, overall, so far, to date, yet, \
             the data, according to the data, in the data, alone, well, ok, hello, hi, hey, thanks, thank you, too, either, \
             was it that, is it that, was it who, is it who, was it, whether, if, status, in detail, the data set, the dataset, \
             one, some of, any of, themselves, itself, himself, back then, at all, even, once, kind of, sort of, such, \
             as, the same, in question, following the rules, respectively, ones, of them, of these, of those, of all, out of, \
             exactly, precisely, approximately, roughly, very, quite, simply, basically, essentially, apparently, allegedly, \
             supposedly, ultimately, personally, kindly, by the way, in the end, in total, in all, right now, as things stand, \
             as it stands, at this point, thus far, up to now, in practice, each of them, both of them, all told, in other words, \
             incidentally, overall, as a whole, in particular, for example, for instance, of course, on record",
            &[Filler],
        );
        words.add_at(
            0.05,
            "any longer, any more, anymore, cabinet, on it, on them",
            &[Filler],
        );
        words.add("to do, from doing", &[W(Word::ToDo)]);
        words.add_at(
            0.05,
            "active in, engaged in, involved in, operating in, busy in",
            &[W(Word::Preposition("in".to_owned()))],
        );
        // What is in the data is all that is known.
        words.add(
            "are recorded, is recorded, were recorded, are reported, is reported, were reported, have been recorded, are documented, is documented, are on record, \
             is on record, are known, are known of, do we know of, do you know of, do you know, does the data know, \
             does the data hold, does the data contain, does the data have, does the data include, does the data cover, \
             does the data list, do the data hold, do the data contain, do the data have, do the data cover, \
             does the dataset hold, does the dataset contain, does the dataset have, does the dataset cover, \
             are in the data, are in the dataset, is in the data, appear in the data, appears in the data, occur in the data, \
             appear in the dataset, figure in the data, in court",
            &[Filler],
        );
        for text in [
            "quote",
            "quiz question",
            "i want to know",
            "i want to hear",
            "i want",
            "i would like",
            "i'd like",
            "i need the",
            "would you mind checking",
            "would you mind telling me",
            "would you be so kind as to tell me",
            "would you be so kind",
            "be so kind as to tell me",
            "could you please",
            "can you please",
            "can you check",
            "could you check",
            "check",
            "could you please tell me",
            "can you please tell me",
            "please tell me whether",
            "tell me whether",
            "tell me if",
            "please",
            "i am looking for",
            "i'm looking for",
            "looking for",
            "i would like to know",
            "i'd like to know",
            "do you know",
            "can you tell me",
            "could you tell me",
            "please tell me",
            "tell me",
            "let me know",
            "i wonder",
            "i'm wondering",
            "is it true that",
            "can you confirm that",
            "could you confirm that",
            "please confirm that",
            "confirm that",
            "can you confirm",
            "can you check if",
            "can you check whether",
            "check whether",
            "check if",
            "over the years",
            "is it correct that",
            "is it right that",
            "is it right to say that",
            "is it correct to say that",
            "would it be right to say that",
            "would it be correct to say that",
            "would it be fair to say that",
            "is it fair to say that",
            "is it the case that",
            "can you say",
            "could you say",
            "do we know",
            "does anyone know",
            "remind me",
            "quick question",
            "just wondering",
            "just curious",
            "question",
            "hi there",
            "remind me again",
            "any idea",
            "do you happen to know",
            "can anyone tell me",
            "in your database",
            "based on the data",
            "according to the article",
            "in the article",
            "can you",
            "could you",
            "would you",
            "i need to know",
            "we need to know",
            "help me find out",
            "find out",
            "i need",
            "so",
            "and",
            "but",
            "say",
            "wait",
        ] {
            words.push(Closed {
                first: true,
                ..Closed::new(text, Filler)
            });
        }
        for (text, ask) in [
            ("list", Ask::Things),
            ("show", Ask::Things),
            ("name", Ask::Things),
            ("give", Ask::Things),
            ("find", Ask::Things),
            ("display", Ask::Things),
            ("enumerate", Ask::Things),
            ("give me", Ask::Things),
            ("show me", Ask::Things),
            ("give us", Ask::Things),
            ("show us", Ask::Things),
            ("tell me", Ask::Things),
            ("identify", Ask::Things),
            ("list out", Ask::Things),
            ("list all", Ask::Things),
            ("get", Ask::Things),
            ("count", Ask::Count),
            ("tell me about", Ask::What),
            ("tell us about", Ask::What),
            ("anything on", Ask::What),
            ("anything about", Ask::What),
            ("anything known about", Ask::What),
            ("info on", Ask::What),
            ("info about", Ask::What),
            ("information on", Ask::What),
            ("information about", Ask::What),
            ("how does the article describe", Ask::What),
            ("how does the article characterise", Ask::What),
            ("how does the article characterize", Ask::What),
            ("how does the article present", Ask::What),
            ("how does the article portray", Ask::What),
            ("how is the article describing", Ask::What),
            ("what does the article report about", Ask::What),
            ("what does the article tell about", Ask::What),
            ("what does the article say about", Ask::What),
            ("what does the article write about", Ask::What),
            ("everything about", Ask::What),
            ("everything on", Ask::What),
            ("everything you have on", Ask::What),
            ("everything you know about", Ask::What),
            ("all about", Ask::What),
            ("compare", Ask::What),
            ("name", Ask::Things),
            ("describe", Ask::What),
            ("explain", Ask::What),
            ("can you explain", Ask::What),
            ("could you explain", Ask::What),
            ("please explain", Ask::What),
            ("what about", Ask::What),
            ("how about", Ask::What),
            ("what do you have on", Ask::What),
            ("what have you got on", Ask::What),
            ("what can you say about", Ask::What),
            ("what can you tell me about", Ask::What),
            ("what do the data say about", Ask::What),
            ("what do you know about", Ask::What),
            ("what is known about", Ask::What),
            ("information on", Ask::What),
            ("information about", Ask::What),
            ("give me an overview of", Ask::What),
            ("give me a summary of", Ask::What),
            ("i want to learn about", Ask::What),
            ("summarize", Ask::What),
            ("summarise", Ask::What),
            ("look up", Ask::What),
            ("define", Ask::What),
        ] {
            for polite in [false, true] {
                if polite && text.contains("me") {
                    continue;
                }
                words.push(Closed {
                    first: true,
                    ..Closed::new(text, W(Word::Show(ask)))
                });
            }
        }
        asides::english(&mut words);
        // Words of the language that no rule needs but that alone are no names.
        for text in [
            "these",
            "those",
            "this",
            "more",
            "many",
            "much",
            "group",
            "chinese",
            "american",
            "war",
            "national",
            "international",
            "technology",
            "section",
            "house",
            "select",
            "i",
            "you",
            "we",
            "her",
            "will",
            "shall",
            "can",
            "may",
            "if",
            "because",
            "while",
            "very",
            "own",
            "only",
        ] {
            words.push(Closed {
                text,
                first: false,
                phrase: None,
                cost: 0.0,
            });
        }
        words.into_words()
    }

    fn how_many(&self) -> Option<&'static str> {
        Some("how many")
    }

    fn inside_verbs(&self) -> &'static [&'static str] {
        &[
            "straight",
            "right",
            "immediately",
            "promptly",
            "quickly",
            "later",
            "then",
        ]
    }

    fn on_topic(&self) -> &'static [&'static str] {
        &[
            "is {topic} {rest}",
            "which of {topic} {rest}",
            "the {rest} of {topic}",
            "{rest} {topic}",
        ]
    }

    fn before_time(&self) -> &'static str {
        "in "
    }

    fn particles(&self) -> &'static [&'static str] {
        &[
            "off",
            "on",
            "out",
            "back",
            "up",
            "down",
            "in",
            "over",
            "away",
            "again",
            "aside",
            "together",
            "forward",
            "back on",
            "back onto",
            "to court",
            "into court",
            "before a court",
        ]
    }

    fn writes(&self, word: &str) -> bool {
        !word.chars().any(is_han)
    }

    fn dates(&self, tokens: &[Token], today: Day) -> Vec<(usize, Phrase)> {
        dates(tokens, today)
    }
}

/// The prepositions; which of them a word takes, its frame says.
const PREPOSITIONS: &[&str] = &[
    "on",
    "in",
    "by",
    "from",
    "off",
    "of",
    "for",
    "about",
    "against",
    "onto",
    "into",
    "under",
    "over",
    "at",
    "between",
    "before",
    "after",
    "since",
    "until",
    "during",
    "with",
    "as",
    "concerning",
    "naming",
    "to",
    "within",
    "per",
    "regarding",
    "because of",
    "due to",
    "on behalf of",
    "in response to",
    "through",
    "via",
    "across",
    "among",
    "behind",
    "towards",
    "toward",
    "out of",
    "upon",
    "based on",
    "according to",
    "pursuant to",
    "without",
    "like",
    "related to",
    "linked to",
    "tied to",
    "in favor of",
    "in favour of",
    "mentioning",
    "near",
    "outside",
];

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

/// Returns the dates and spans that begin here: `2026`, `June 2026`, `8 June 2026`, `early 2024`,
/// `last year`, `between 2022 and 2024`.
///
/// A month without a year is the last one that is not after `today`.
fn dates(tokens: &[Token], today: Day) -> Vec<(usize, Phrase)> {
    let word = |at: usize| tokens.get(at).map_or("", |token| token.text.as_str());
    let mut found: Vec<(usize, Phrase)> = Vec::new();
    for (width, period) in plain_dates(tokens, today) {
        found.push((width, Phrase::Date(period)));
    }
    // early 2024, late 2025, mid-2026, the first half of 2025, the second quarter of 2026
    let part = match word(0) {
        "early" => Some((1, 1, 4)),
        "mid" => Some((1, 5, 8)),
        "late" => Some((1, 9, 12)),
        _ => None,
    };
    let part = part.or(match (word(0), word(1), word(2)) {
        ("first", "half", "of") => Some((3, 1, 6)),
        ("second", "half", "of") => Some((3, 7, 12)),
        ("beginning" | "start", "of", _) => Some((2, 1, 2)),
        ("end", "of", _) => Some((2, 11, 12)),
        ("last" | "final", "quarter", "of") => Some((3, 10, 12)),
        (first, "quarter", "of") => ["first", "second", "third", "fourth"]
            .iter()
            .position(|known| *known == first)
            .and_then(|quarter| i8::try_from(quarter).ok())
            .map(|quarter| (3, quarter * 3 + 1, quarter * 3 + 3)),
        _ => None,
    });
    if let Some((width, from, to)) = part
        && let Some(year) = year(word(width))
    {
        found.push((width + 1, Phrase::Date(months(year, from, to))));
    }
    // early June 2024, the end of January 2025
    let part = match (word(0), word(1)) {
        ("early", _) => Some((1, Part::Early)),
        ("mid", _) => Some((1, Part::Middle)),
        ("late", _) => Some((1, Part::Late)),
        ("beginning" | "start", "of") => Some((2, Part::Early)),
        ("middle", "of") => Some((2, Part::Middle)),
        ("end", "of") => Some((2, Part::Late)),
        _ => None,
    };
    if let Some((width, part)) = part {
        let rest = tokens.get(width..).unwrap_or_default();
        for (more, month) in plain_dates(rest, today) {
            let span = month.part(part);
            found.extend(span.map(|span| (width + more, Phrase::Date(span))));
        }
    }
    // summer 2024, the spring of 2025
    if let Some(season) = season(word(0)) {
        let of = usize::from(word(1) == "of");
        if let Some(year) = word(1 + of)
            .parse()
            .ok()
            .filter(|_| year(word(1 + of)).is_some())
        {
            let season = Period::season(year, season);
            found.extend(season.map(|season| (2 + of, Phrase::Date(season))));
        }
    }
    if let Some(quarter) = quarter(word(0))
        && let Some(year) = year(word(1))
    {
        found.push((2, Phrase::Date(months(year, quarter * 3 - 2, quarter * 3))));
    }
    if let Some((rest, last)) = word(0).split_once('-').filter(|(rest, _)| *rest == "mid")
        && let Some(year) = year(last)
    {
        let _ = rest;
        found.push((1, Phrase::Date(months(year, 5, 8))));
    }
    // last year, this month, in the past two years
    let relative = match (word(0), word(1)) {
        ("last" | "past" | "previous", word) if matches!(word, "week" | "month" | "year") => {
            unit(word)
                .and_then(|unit| Period::ago(1, unit, today))
                .map(|then| (2, then))
        }
        ("this" | "current", "year") => Some((2, Period::of(Date::Year(today.year())))),
        ("this" | "current", "month") => {
            Some((2, Period::of(Date::Month(today.year(), today.month()))))
        }
        ("this" | "current", "week") => Period::ago(0, Unit::Week, today).map(|week| (2, week)),
        ("today", _) => Some((1, Period::of(Date::Day(today)))),
        (day, _) if weekday(day).is_some() => weekday(day).map(|day| (1, Period::weekday(day))),
        ("yesterday", _) => Period::ago(1, Unit::Day, today).map(|day| (1, day)),
        _ => None,
    };
    if let Some((width, period)) = relative {
        found.push((width, Phrase::Time(period)));
        found.push((width, Phrase::Date(period)));
    }
    if matches!(word(0), "last" | "past")
        && let Some(count) = number(word(1))
    {
        let from = unit(word(2)).and_then(|unit| unit.before(count, today));
        if let Some(from) = from {
            let period = Period::between(Some(from), Some(today));
            found.push((3, Phrase::Time(period)));
            found.push((3, Phrase::Date(period)));
        }
    }
    // two months ago, a year ago
    let count = match word(0) {
        "a" | "an" => Some(1),
        _ => number(word(0)),
    };
    if word(2) == "ago"
        && let Some(period) = count
            .zip(unit(word(1)))
            .and_then(|(count, unit)| Period::ago(count, unit, today))
    {
        found.push((3, Phrase::Time(period)));
        found.push((3, Phrase::Date(period)));
    }
    // between 2022 and 2024; from January to June 2024
    let range = match word(0) {
        "between" => Some("and"),
        "from" => Some("to"),
        _ => None,
    };
    if let Some(joint) = range {
        for (width, first) in plain_dates(&tokens[1..], today) {
            let at = 1 + width;
            if word(at) != joint
                && !(joint == "to" && matches!(word(at), "until" | "till" | "through"))
            {
                continue;
            }
            for (more, second) in plain_dates(&tokens[at + 1..], today) {
                let mut first = first;
                // from January to June 2024: the year is said once
                if width == 1
                    && let (Some(month), Some(to)) = (month(word(1)), second.to)
                {
                    first = Period::of(Date::Month(to.year(), month));
                }
                let period = Period::between(first.from, second.to);
                if period.from <= period.to {
                    found.push((at + 1 + more, Phrase::Time(period)));
                }
            }
        }
    }
    found
}

/// Returns how many a small number says.
fn number(text: &str) -> Option<i16> {
    let words = [
        "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    ];
    let place = words.iter().position(|known| *known == text);
    let count = place.map(|place| place + 1);
    let count = count.or_else(|| text.parse::<usize>().ok().filter(|count| *count < 200));
    count.and_then(|count| i16::try_from(count).ok())
}

/// Returns the unit of time that a word names.
fn unit(word: &str) -> Option<Unit> {
    Some(match word.trim_end_matches('s') {
        "year" => Unit::Year,
        "month" => Unit::Month,
        "week" => Unit::Week,
        "day" => Unit::Day,
        _ => return None,
    })
}

/// Returns the dates that begin here, each with its number of words.
fn plain_dates(tokens: &[Token], today: Day) -> Vec<(usize, Period)> {
    let word = |at: usize| tokens.get(at).map_or("", |token| token.text.as_str());
    let mut found = Vec::new();
    let mut add = |width: usize, text: String| {
        if let Ok(date) = text.parse::<Date>() {
            found.push((width, Period::of(date)));
        }
    };
    if word(0).len() >= 4 {
        add(1, word(0).to_owned());
    }
    if let Some(month) = month(word(0)) {
        let of = usize::from(matches!(word(1), "of" | ","));
        if let Some(year) = year(word(1 + of)) {
            add(2 + of, format!("{year}-{month:02}"));
        } else if let Some(day) = day(word(1)) {
            let comma = usize::from(word(2) == ",");
            if let Some(year) = year(word(2 + comma)) {
                add(3 + comma, format!("{year}-{month:02}-{day:02}"));
            } else {
                let year = last_year_with(month, today);
                add(2, format!("{year:04}-{month:02}-{day:02}"));
            }
        }
        // `may` alone is a verb.
        let verb = word(0) == "may" && !tokens[0].prominent;
        if year(word(1 + of)).is_none() && day(word(1)).is_none() && !verb {
            let year = last_year_with(month, today);
            add(1, format!("{year:04}-{month:02}"));
        }
    }
    if let Some(day) = day(word(0)) {
        let of = usize::from(word(1) == "of");
        if let Some(month) = month(word(1 + of)) {
            let comma = usize::from(word(2 + of) == ",");
            if let Some(year) = year(word(2 + of + comma)) {
                add(3 + of + comma, format!("{year}-{month:02}-{day:02}"));
            } else {
                let year = last_year_with(month, today);
                add(2 + of, format!("{year:04}-{month:02}-{day:02}"));
            }
        }
    }
    found
}

fn last_year_with(month: i8, today: Day) -> i16 {
    match month <= today.month() {
        true => today.year(),
        false => today.year() - 1,
    }
}

fn months(year: &str, from: i8, to: i8) -> Period {
    let year = year.parse().unwrap_or_default();
    Period::between(
        Some(Date::Month(year, from).first_day()),
        Some(Date::Month(year, to).last_day()),
    )
}

fn month(word: &str) -> Option<i8> {
    let word = word.trim_end_matches('.');
    let place = MONTHS.iter().position(|month| {
        *month == word
            || word.len() >= 3 && month.starts_with(word) && word.len() <= 4
            || word.len() >= 6 && is_slip(month, word)
    })?;
    i8::try_from(place + 1).ok()
}

/// Returns the day of the week, from 1 for Monday.
fn weekday(word: &str) -> Option<i8> {
    const DAYS: [&str; 7] = [
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
    ];
    let place = DAYS
        .iter()
        .position(|day| *day == word || *day == word.trim_end_matches('s'))?;
    i8::try_from(place + 1).ok()
}

/// Returns the first month of a season.
fn season(word: &str) -> Option<i8> {
    Some(match word {
        "spring" => 3,
        "summer" => 6,
        "autumn" | "fall" => 9,
        "winter" => 12,
        _ => return None,
    })
}

fn quarter(word: &str) -> Option<i8> {
    let quarter: i8 = word.strip_prefix('q')?.parse().ok()?;
    (1..=4).contains(&quarter).then_some(quarter)
}

fn year(word: &str) -> Option<&str> {
    let digits = word.len() == 4 && word.bytes().all(|b| b.is_ascii_digit());
    (digits && word >= "1800").then_some(word)
}

fn day(word: &str) -> Option<u8> {
    let digits = word.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let day: u8 = digits.parse().ok()?;
    let suffix = &word[digits.len()..];
    (matches!(suffix, "" | "st" | "nd" | "rd" | "th") && (1..=31).contains(&day)).then_some(day)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ask::token::tokens;
    use jiff::civil::date;

    #[test]
    fn reads_written_dates() {
        let today = date(2026, 11, 22);
        for (text, width, words) in [
            ("2026", 1, "in 2026"),
            ("June 2026", 2, "in 2026-06"),
            ("8 June 2026", 3, "on 2026-06-08"),
            ("8th of June 2026", 4, "on 2026-06-08"),
            ("June 8th, 2026", 4, "on 2026-06-08"),
            ("2026-06-08", 1, "on 2026-06-08"),
            ("December", 1, "in 2025-12"),
            ("last year", 2, "in 2025"),
            ("early 2024", 2, "from 2024-01-01 to 2024-04-30"),
            ("Q2 2025", 2, "from 2025-04-01 to 2025-06-30"),
            (
                "between January and June 2024",
                5,
                "from 2024-01-01 to 2024-06-30",
            ),
            ("between 2022 and 2023", 4, "from 2022-01-01 to 2023-12-31"),
        ] {
            let found = dates(&tokens(text), today);
            let best = found.iter().max_by_key(|(width, _)| *width).expect(text);
            let (Phrase::Date(period) | Phrase::Time(period)) = &best.1 else {
                panic!("{text} is a time")
            };
            assert_eq!(
                (best.0, period.words()),
                (width, words.to_owned()),
                "{text}"
            );
        }
    }
}
