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

/// The same for words that nothing stands between.
macro_rules! each_zh {
    ([$($before:literal),* $(,)?], $behind:tt) => {
        &[$(each_zh!(@ $before, $behind)),*]
    };
    (@ $before:literal, [$($behind:literal),* $(,)?]) => {
        concat!($($before, $behind, " "),*)
    };
}

pub(super) use each_zh;

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
         any chance you know, got any idea, have you any idea, have you got any idea, have we got any idea, \
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
         to your knowledge, to the best of your knowledge, in reality, in truth, in essence, \
         honestly, frankly, seriously, literally, ladies and gentlemen, friends, folks, guys, buddy, mate, dude, sir, madam, \
         what's the deal with, what is the deal with, what's the story with, what's up with, what is up with, \
         what's the situation with, what's the latest on, what is the latest on, what's new on, what's the word on",
    );
    // Anywhere in a question, mostly at its end.
    words.add_at(
        ASIDE,
        "simultaneously, suddenly, quietly, unexpectedly, surprisingly, famously, duly, abruptly, silently, openly, swiftly, hastily, \
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
         do you know, would you know, can you say, i wonder, \
         i forget, i forgot, remind me, tell me, by any chance, perchance, \
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

/// Adds those of Chinese.
pub fn chinese(words: &mut Vocabulary) {
    let polite = each_zh!(
        [
            "",
            "请",
            "麻烦",
            "请帮忙",
            "帮忙",
            "帮我",
            "请帮我",
            "麻烦帮我",
            "能不能帮我",
            "可以帮我",
            "能否帮我",
            "请你",
            "请您"
        ],
        [
            "问一下",
            "问下",
            "查一下",
            "查下",
            "查查",
            "查询",
            "查询一下",
            "看看",
            "看一下",
            "确认",
            "确认一下",
            "核实",
            "核实一下",
            "核对一下",
            "回答",
            "指出",
            "告诉我",
            "告知",
            "告诉我们",
            "说一下",
            "说说看",
            "说明一下",
            "回忆一下",
            "列一下",
            "找一下"
        ]
    );
    for texts in polite {
        words.add_first(texts);
    }
    let known = each_zh!(
        [
            "", "我", "我们", "我就", "我只", "我很", "我还", "我也", "本人", "读者", "客户",
            "领导", "老板", "编辑"
        ],
        [
            "想知道",
            "想了解",
            "想了解一下",
            "想问",
            "想问一下",
            "想问问",
            "想查",
            "想查一下",
            "想确认",
            "想确认一下",
            "想核实",
            "想请教",
            "想请教一下",
            "想搞清楚",
            "想弄清楚",
            "想弄明白",
            "好奇",
            "很好奇"
        ]
    );
    for texts in known {
        words.add_first(texts);
    }
    words.add_first(
        "谁知道 有谁知道 有人知道 有没有人知道 有人知道吗 哪位知道 你知道 你知不知道 您知道 您知不知道 你知道吗 您知道吗 知不知道 \
         是否知道 是否清楚 能告诉我 能不能告诉我 可以告诉我 可否告诉我 能否告诉我 能告诉我吗 可不可以告诉我 能否告知 可否告知 能不能说说 \
         请教 请教一下 想请教 请教各位 求问 求助 急问 在线等 跪求 求解 求告知 求证 小白问一句 弱弱问一句 弱弱地问一句 好奇问一下 好奇问一句 \
         随便问一下 顺便问 顺便问下 顺便问一下 顺便问一句 再问一下 再问一句 再请问 还想问 还想知道 我问一下 我问你 我想请教 提问 问题 \
         我的问题是 问题是 有个问题 有一个问题 一个问题 最后一个问题 另一个问题 我忘了 我忘记了 忘了 忘记了 记不清了 我记不清 我记不清了 \
         我不记得 我不记得了 我不知道 我不清楚 我不确定 不知道 不清楚 不确定 搞不清 想不起来 我想不起来",
    );
    words.add_first(
        "你好 您好 大家好 各位好 嗨 哈喽 早上好 上午好 下午好 晚上好 老师好 亲 喂 嘿 哎 嗯 哦 噢 呃 啊 好的 明白了 原来如此 对了 \
         是的 谢谢 不好意思 打扰了 打扰一下 抱歉 劳驾 麻烦 麻烦您 话说 话说回来 说起来 说到这里 说实话 老实说 坦白说 实话说 那么 那 另外 还有 此外 \
         再者 再说 其次 接下来 接着 然后 所以 因此 于是 不过 然而 总之 总的来说 总体来看 总体而言 一般来说 一般而言 严格来说 \
         严格地说 具体来说 具体而言 准确地说 准确来说 简单说 简单来说 简而言之 简言之 换句话说 换言之 也就是说 从历史上看 从法律上讲 \
         从法律角度看 从数据上看 从数据来看 就数据而言 就我所知 据你所知 据您所知 据我所知 据我了解 据了解 据悉 据说 据称 据报道 据媒体报道 \
         据公开资料 据公开信息 据资料 根据数据 根据资料 根据公开信息 根据现有资料 根据现有数据 按照数据 按资料 如果知道 如果可以 如果方便 \
         众所周知 如你所知 如果我没记错 如果没记错 我记得没错的话 没记错的话 出于好奇 纯属好奇 作为参考 供参考 为了写稿 为写报告",
    );
    // Anywhere in a question.
    words.add_at(
        ASIDE,
        "究竟 到底 终于 突然 忽然 悄悄 悄然 静静 竟然 居然 竟 果真 果然 确实 的确 真的 真正 实际上 事实上 其实 当初 原来 原先 后来 随后 \
         据说 据称 据报道 据悉 据了解 据传 传闻 大概 大约 大致 差不多 似乎 好像 看来 看起来 可能 也许 或许 显然 明显 明确 具体 准确 精确 确切 \
         谢谢 谢谢了 多谢 谢了 感谢 非常感谢 拜托 拜托了 麻烦了 辛苦了 呢 呀 啊 吧 嘛 哦 哈 呗 啦 来着 来的 的呢 的呀 的啊 的来着 \
         据你所知 据您所知 据我所知 如果有的话 要是有的话 如果知道的话 你知道吗 您知道吗 \
         知道吗 有人知道吗 谁知道 能说说吗 能告诉我吗 可以告诉我吗 能否告知 请告知 请回答 请指教 一般 通常 主要 尤其 特别 一一 逐一 逐个 \
         统统 通通 各自 总共 一共 合计 共计 总计 顺利 正式 公开 官方 在内 而言 来说 来讲 来看 方面 这方面 所谓 相关 \
         上述 前述 有关的 相应 某些 某个 特定 单独 陆续 相继 接连 纷纷 迅速 立即 立刻 随即 马上 当即",
        &[Phrase::Filler],
    );
}
