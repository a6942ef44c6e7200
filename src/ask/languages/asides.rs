//! What people say around a question that asks nothing: greetings, thanks, doubts, and how they lead
//! up to it. All of it is passed over.
//!
//! No word stands here that would change what is asked: none that denies, limits, orders or judges.

use crate::ask::language::Vocabulary;
use crate::ask::phrase::Phrase;

/// What an aside costs inside a question, so that a word of the lexicon with the same letters wins.
const ASIDE: f64 = 0.02;

/// Words before each of several ways of going on.
macro_rules! each {
    ([$($before:literal),* $(,)?], $behind:tt) => {
        &[$(each!(@ $before, $behind)),*]
    };
    (@ $before:literal, [$($behind:literal),* $(,)?]) => {
        concat!($($before, $behind, ", "),*)
    };
}

/// Adds those of English.
pub fn english(words: &mut Vocabulary) {
    let leads = each!(
        [
            "can you ",
            "could you ",
            "could you please ",
            "can you please ",
            "would you ",
            "will you ",
            "would you please ",
            "please ",
            "kindly ",
            "can anyone ",
            "can anybody ",
            "can someone ",
            "could someone ",
            "could anyone ",
            "can somebody ",
            "would you be able to ",
            "are you able to ",
            "would you kindly ",
            "could you kindly ",
            "could you possibly ",
            "can i ask you to ",
            "may i ask you to ",
            "i need you to ",
            "i want you to ",
            "i'd like you to ",
            ""
        ],
        [
            "tell me",
            "tell us",
            "let me know",
            "let us know",
            "inform me",
            "advise",
            "advise me",
            "remind me",
            "say",
            "state",
            "specify",
            "indicate",
            "clarify",
            "confirm",
            "confirm that",
            "verify",
            "verify that",
            "work out",
            "figure out",
            "find out",
            "help me understand",
            "help me find",
            "help me find out",
            "help me work out",
            "enlighten me as to",
            "look into",
            "shed light on",
            "check for me",
            "recall",
            "remember"
        ]
    );
    for texts in leads {
        words.add_first(texts);
    }
    let doubts = each!(
        [
            "i'd like to ",
            "i would like to ",
            "i want to ",
            "we want to ",
            "we would like to ",
            "we'd like to ",
            "i need to ",
            "i wish to ",
            "i'd love to ",
            "i'm keen to ",
            "i am keen to ",
            "i'm trying to ",
            "i am trying to ",
            "we are trying to ",
            "we're trying to ",
            "i am hoping to ",
            "i'm hoping to ",
            "i'd be interested to ",
            "i am interested to ",
            "i'm interested to ",
            "i'm curious to ",
            "i am curious to ",
            "it would help to ",
            "it would be good to ",
            "it would be useful to ",
            "it'd be good to ",
            "help me to ",
            "my boss wants to ",
            "my editor wants to ",
            "my client wants to ",
            "our client wants to ",
            "i just want to ",
            "i only want to "
        ],
        [
            "know",
            "find out",
            "learn",
            "understand",
            "see",
            "hear",
            "check",
            "establish",
            "determine",
            "verify",
            "confirm",
            "work out",
            "figure out",
            "ask",
            "be sure",
            "be certain"
        ]
    );
    for texts in doubts {
        words.add_first(texts);
    }
    words.add_first(
        "any word on, any news on, any news about, any information on, any info on, any details on, any idea, any clue, \
         any chance you know, any thoughts on, got any idea, have you any idea, have you got any idea, have we got any idea, \
         do you have any idea, do we have any idea, does anyone have any idea, do you have any information on, \
         do you have any information about, do you have any details on, do you have information on, do you recall, \
         do you remember, do you happen to recall, do you happen to remember, do we happen to know, does anyone know, \
         does anybody know, does anyone happen to know, does anyone remember, does anyone here know, anyone know, anybody know, \
         who knows, who can tell me, might you know, might you happen to know, would you know, would you happen to know, \
         are you aware, are you aware of, are we aware of, do you know off hand, do you know offhand, is it known, \
         is it recorded, is it documented, is it public, is it clear, is there any word on, is there any information on, \
         is there any record of, is there a record of, is anything known about, has anyone worked out",
    );
    words.add_first(
        "i was wondering, i am wondering, i'm wondering, we were wondering, we are wondering, was wondering, i wonder, \
         just wondering, wondering, i am curious, i'm curious, i'd be curious, curious, i ask myself, i keep wondering, \
         i forgot, i forget, i've forgotten, i have forgotten, i can't remember, i cannot remember, i don't remember, \
         i can't recall, i don't recall, i don't know, i do not know, i have no idea, no idea, i'm not sure, i am not sure, \
         not sure, unsure, i'm unsure, i'm confused about, i am confused about, remind me once more, remind me please, \
         let's see, let me see, let me ask, let me ask you, can i ask, may i ask, might i ask, could i ask, i have a question, \
         i've got a question, a question, one question, my question is, the question is, here is my question, another question, \
         one more question, one more thing, one last thing, last question, final question, next question, follow-up, \
         follow-up question, follow up question, serious question, dumb question, stupid question, silly question, \
         simple question, easy question, basic question, random question, trivia, trivia question, fact check, fact-check, \
         research question, quick check, quick one, quick q, question for you, urgent, help, help please, just checking, \
         double-checking, double checking, just to check, just to be sure, just to be clear, to be sure, to be clear, \
         to be precise, to be exact, correct me if i'm wrong but, correct me if i am wrong but, correct me if i'm wrong, \
         if i'm not mistaken, if i am not mistaken, if i remember correctly, if i recall correctly, if i understand correctly, \
         if i may ask, if you don't mind, if possible, if you know, if you can, if so, in that case",
    );
    words.add_first(
        "hmm, um, uh, er, erm, oh, ah, aha, yo, hey there, hello there, greetings, good morning, good afternoon, good evening, \
         good day, dear all, dear team, dear sir, dear sir or madam, morning, evening, howdy, excuse me, sorry, pardon, \
         pardon me, apologies, forgive me, listen, look, see, ok so, okay so, okay, alright, all right, right, right then, \
         yeah, yes, yep, no, nope, well then, now then, now, then, great, cool, nice, perfect, understood, got it, i see, \
         interesting, anyway, anyways, anyhow, meanwhile, moreover, furthermore, additionally, in addition, likewise, similarly, \
         secondly, firstly, thirdly, first off, first of all, lastly, however, though, nevertheless, nonetheless, \
         therefore, thus, hence, consequently, accordingly, also, plus, again, once again, once more, conversely, \
         by contrast, on the other hand, that said, that being said, having said that, after all, speaking of which, \
         incidentally, historically, historically speaking, chronologically, legally speaking, strictly speaking, \
         generally speaking, broadly speaking, roughly speaking, statistically, factually, in general, generally, from memory, \
         off the top of your head, for the record, out of curiosity, out of interest, for context, for background, \
         for clarity, as a matter of fact, as a matter of interest, as far as you know, as far as we know, as far as is known, \
         to your knowledge, to the best of your knowledge, in your view, in your opinion, in reality, in truth, in essence, \
         honestly, frankly, seriously, literally, ladies and gentlemen, friends, folks, guys, buddy, mate, dude, sir, madam, \
         what's the deal with, what is the deal with, what's the story with, what's up with, what is up with, \
         what's the situation with, what's the latest on, what is the latest on, what's new on, what's the word on",
    );
    // Anywhere in a question, mostly at its end.
    words.add_at(
        ASIDE,
        "suddenly, quietly, unexpectedly, surprisingly, famously, duly, abruptly, silently, openly, swiftly, hastily, \
         seemingly, purportedly, ostensibly, evidently, obviously, clearly, plainly, effectively, technically, literally, \
         truly, genuinely, certainly, definitely, undoubtedly, indisputably, verifiably, demonstrably, factually, nominally, \
         controversially, notably, interestingly, strangely, oddly, ironically, curiously, importantly, crucially, \
         understandably, unsurprisingly, predictably, naturally, inevitably, rapidly, promptly, explicitly, expressly, \
         individually, separately, primarily, mainly, mostly, chiefly, principally, particularly, especially, \
         hopefully, sadly, unfortunately, fortunately, luckily, amazingly, apparently, honestly, frankly, seriously, somehow, \
         anyway, anyways, anyhow, though, tho, meanwhile, however, therefore, thus, hence, consequently, accordingly, \
         moreover, furthermore, nevertheless, nonetheless, likewise, similarly, additionally, generally, usually, typically, \
         normally, in general, in reality, in truth, as it were, so to speak, as such, per se, if ever, if at all, if any, \
         if anyone, if anybody, if anything, if known, if you know, if you know it, if possible, if you please, if i may, \
         do you know, would you know, would you say, do you think, do you reckon, do you suppose, can you say, i wonder, \
         i forget, i forgot, remind me, tell me, by any chance, perchance, in your view, in your opinion, in your estimation, \
         to your knowledge, to our knowledge, to the best of your knowledge, as far as you know, as far as we know, \
         as far as is known, as far as you can tell, so far as is known, for all we know, from what you know, \
         from what is known, according to your data, according to your records, according to the records, \
         according to your information, according to your database, according to you, per your data, per your records, \
         many thanks, thanks a lot, thanks in advance, thank you very much, thank you in advance, cheers, asap, quickly, \
         real quick, mate, dude, bro, guys, folks, sir, madam, lol, btw, fyi, imo, tbh, afaik, iirc, just curious, \
         out of curiosity, out of interest, for the record, in full, in any way, in any form, in some way, in some form, one way or another, \
         by all accounts, by its own account, by their own account, by his own account, by her own account, \
         it is said, it is claimed, it is alleged, it is reported, it seems, it appears, it turns out, as it turns out, \
         as we know, as is known, as is well known, roughly speaking, strictly speaking, generally speaking, please and thank you, \
         in the first place, to begin with, after all, in the process, at long last, sooner or later, \
         particular, specific, individual, actual, certain, precise, respective, aforementioned, aforesaid, relevant, \
         here, hereby, therein, thereby, went and, gone and, go and, dared to, dared, opted to, bothered to, \
         proceeded to, moved to, took steps to, felt compelled to, saw fit to, elected to, resolved to, ventured to",
        &[Phrase::Filler],
    );
}
