//! Words that say what kind of body a name belongs to, as data.
//!
//! All stand in the spelling of [`normalize`](super::normalize). [`LEGAL`] forms are no part of a
//! name and are dropped at its end, [`LEADING`] ones at its start. Words for a [`GROUP`] stay in
//! the core, for `SMIC` and `SMIC Holdings` are two companies; yet a name is also found without
//! them, at a lower score.

/// What a name may end with.
pub(super) struct Endings {
    /// Single words; sorted.
    pub(super) words: &'static [&'static str],
    /// Several words; longer ones first.
    pub(super) phrases: &'static [&'static [&'static str]],
    /// Characters of Chinese and Japanese; longer ones first.
    pub(super) han: &'static [&'static str],
}

/// Legal forms.
pub(super) const LEGAL: Endings = Endings {
    words: LEGAL_WORDS,
    phrases: LEGAL_PHRASES,
    han: LEGAL_HAN,
};

/// A group or its holding company.
pub(super) const GROUP: Endings = Endings {
    words: &["group", "groupe", "grupo", "gruppe", "holding", "holdings"],
    phrases: &[],
    han: &["集团", "控股"],
};

#[rustfmt::skip]
const LEGAL_WORDS: &[&str] = &[
    "ab", "ad", "ag", "aktiengesellschaft", "aps", "as", "asa", "berhad", "bhd", "bv", "bvba", "co",
    "company", "coop", "cooperative", "corp", "corporation", "cv", "cvba", "cyf", "dac", "doo",
    "ead", "eg", "eirl", "eood", "ev", "fzco", "fze", "fzllc", "gesmbh", "gmbh", "inc",
    "incorporated", "jsc", "kft", "kg", "kgaa", "kk", "lda", "limitada", "limited", "llc", "llp",
    "lp", "ltd", "ltda", "ltee", "mbh", "nv", "oao", "ohg", "ojsc", "ood", "oy", "oyj", "pao",
    "pjsc", "plc", "private", "pt", "pte", "pty", "pvt", "qpsc", "sa", "sab", "saoc", "saog",
    "sapi", "sarl", "sas", "sasu", "sca", "scs", "sdn", "se", "sia", "sl", "slu", "snc", "spa",
    "spk", "sprl", "srl", "sro", "tbk", "uab", "ug", "unlimited", "vof", "wll", "zao", "zrt",
];

const LEGAL_PHRASES: &[&[&str]] = &[
    &["public", "joint", "stock", "company"],
    &["open", "joint", "stock", "company"],
    &["closed", "joint", "stock", "company"],
    &["limited", "liability", "company"],
    &["limited", "liability", "partnership"],
    &["joint", "stock", "company"],
    &["public", "limited", "company"],
    &["public", "company", "limited"],
    &["sp", "z", "oo"],
    &["sa", "de", "cv"],
    &["sab", "de", "cv"],
    &["s", "r", "o"],
    &["d", "o", "o"],
    &["limited", "partnership"],
    &["a", "s"],
    &["k", "k"],
];

/// Legal forms that stand before the name; sorted. `the` is here for its place, not its meaning.
pub(super) const LEADING: &[&str] = &[
    "ao", "fgup", "jsc", "oao", "ojsc", "ooo", "pao", "pjsc", "pt", "the", "zao",
];

const LEGAL_HAN: &[&str] = &[
    "股份有限公司",
    "有限责任公司",
    "有限公司",
    "股份公司",
    "总公司",
    "公司",
    "株式会社",
    "有限会社",
    "合同会社",
];

/// Words that initials pass over; sorted.
pub(super) const SMALL: &[&str] = &[
    "and", "de", "der", "des", "di", "du", "for", "in", "of", "on", "the", "to", "und",
];

/// Tells whether a sorted table holds a word.
pub(super) fn holds(table: &[&str], word: &str) -> bool {
    table.binary_search(&word).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::names::normalize;

    #[test]
    fn tables_are_sorted_and_normal() {
        for table in [LEGAL.words, GROUP.words, LEADING, SMALL] {
            assert!(table.windows(2).all(|pair| pair[0] < pair[1]), "{table:?}");
        }
        for word in [LEGAL.words, LEGAL.han, GROUP.words, GROUP.han, LEADING].concat() {
            assert_eq!(normalize(word), word);
        }
        assert!(
            LEGAL_PHRASES
                .windows(2)
                .all(|pair| pair[0].len() >= pair[1].len())
        );
    }
}
