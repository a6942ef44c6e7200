//! Languages and scripts, as the tags of RDF name them (BCP 47).

use oxrdf::Literal;

/// The languages that have two letters in ISO 639-1, each by its three in ISO 639-2 (for twenty of them
/// both codes, `fra` and `fre`) and these two: a tag takes the shortest code (RFC 5646, 2.2.1).
const SHORT: &str = "\
    aaraa abkab afraf akaak albsq amham araar argan armhy asmas avaav aveae aymay azeaz bakba \
    bambm baqeu belbe benbn bihbh bisbi bodbo bosbs brebr bulbg burmy catca cescs chach chece \
    chizh chucu chvcv corkw cosco crecr cymcy czecs danda deude divdv dutnl dzodz ellel engen \
    epoeo estet euseu eweee faofo fasfa fijfj finfi frafr frefr fryfy fulff geoka gerde glagd \
    glega glggl glvgv greel grngn gujgu hatht hauha hebhe herhz hinhi hmoho hrvhr hunhu \
    hyehy iboig iceis idoio iiiii ikuiu ileie inaia indid ipkik islis itait javjv jpnja kalkl \
    kankn kasks katka kaukr kazkk khmkm kikki kinrw kirky komkv konkg korko kuakj kurku laolo \
    latla lavlv limli linln litlt ltzlb lublu luglg macmk mahmh malml maomi marmr mayms mkdmk \
    mlgmg mltmt monmn mrimi msams myamy nauna navnv nblnr ndend ndong nepne nldnl nnonn nobnb \
    norno nyany ocioc ojioj orior ormom ossos panpa perfa plipi polpl porpt pusps quequ rohrm \
    ronro rumro runrn rusru sagsg sansa sinsi slksk slosk slvsl smese smosm snasn sndsd somso \
    sotst spaes sqisq srdsc srpsr sswss sunsu swasw swesv tahty tamta tattt telte tgktg tgltl \
    thath tibbo tirti tonto tsntn tsots tuktk turtr twitw uigug ukruk urdur uzbuz venve vievi \
    volvo welcy wlnwa wolwo xhoxh yidyi yoryo zhaza zhozh zulzu";

/// The scripts of ISO 15924 by the words that lists of sanctions have for them, each with the tag of a
/// text of which only that is known. Where one language alone is written so, it is told.
const SCRIPTS: [(&str, &str); 14] = [
    ("arabic", "und-arab"),
    ("armenian", "hy"),
    ("bengali", "und-beng"),
    ("burmese", "und-mymr"),
    ("chinese simplified", "zh-hans"),
    ("chinese traditional", "zh-hant"),
    ("cyrillic", "und-cyrl"),
    ("devanagari", "und-deva"),
    ("georgian", "ka"),
    ("greek", "el"),
    ("hebrew", "und-hebr"),
    ("japanese", "ja"),
    ("korean", "ko"),
    ("thai", "th"),
];

/// Returns the tag of a language, whose code may have two letters or three; `None` for `mul`, which is
/// any, for `und`, which is none, and for what is no tag.
pub(crate) fn tag(language: &str) -> Option<String> {
    let literal = Literal::new_language_tagged_literal("", language).ok()?;
    let language = literal.language()?.to_ascii_lowercase();
    let (code, rest) = language.split_at(language.find('-').unwrap_or(language.len()));
    let codes = || SHORT.split(' ').filter(|_| code.len() == 3);
    let short = codes().find_map(|codes| codes.strip_prefix(code));
    let language = format!("{}{rest}", short.unwrap_or(code));
    (language != "mul" && language != "und").then_some(language)
}

/// Returns the tag of a text in a script; nothing for Latin letters, as all lists have, and for a script
/// of which nothing is known here.
pub(crate) fn of_script(script: &str) -> &'static str {
    let script = script.trim();
    let known = SCRIPTS
        .iter()
        .find(|(known, _)| script.eq_ignore_ascii_case(known));
    known.map_or("", |(_, tag)| tag)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_short() {
        assert_eq!(tag("zh-Hans").as_deref(), Some("zh-hans"));
        for (code, short) in [
            ("eng", "en"),
            ("RUS", "ru"),
            ("fre", "fr"),
            ("fra-CA", "fr-ca"),
            ("sjn", "sjn"),
        ] {
            assert_eq!(tag(code).as_deref(), Some(short));
        }
        for code in ["mul", "und", "", "no language", "english-"] {
            assert_eq!(tag(code), None, "{code}");
        }
        assert_eq!(tag("und-Cyrl").as_deref(), Some("und-cyrl"));
    }

    #[test]
    fn each_script_has_a_tag_of_its_own() {
        for (script, known) in SCRIPTS {
            assert_eq!(tag(known).as_deref(), Some(known));
            assert_eq!(of_script(&script.to_uppercase()), known);
        }
        assert_eq!(of_script("Latin"), "");
    }
}
