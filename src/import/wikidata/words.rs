//! What properties and items of Wikidata mean here, by their numbers.
//!
//! The meaning of each is on its page, `https://www.wikidata.org/wiki/Property:P127`.

use crate::model::vocab as ag;
use oxrdf::NamedNodeRef;

/// What statements of a property become.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Means {
    /// A property of the item, of FollowTheMoney.
    Text(&'static str),
    /// The same, where the value is a country.
    Country(&'static str),
    /// A name in a language.
    Name,
    /// A former name in a language.
    FormerName,
    /// An entity between the item and the value: its schema, which end the item is, which the value,
    /// and what the tie is called.
    Tie(&'static str, &'static str, &'static str, &'static str),
    /// Shares that are traded at an exchange.
    Exchange,
    /// What the item is, which is read apart.
    Class,
}

/// Returns what statements of a property become; `None` where we have no words for it.
pub(super) fn means(property: &str) -> Option<Means> {
    use Means::{Class, Country, Exchange, FormerName, Name, Text, Tie};
    let owned = |word| Tie("Ownership", "asset", "owner", word);
    let owns = |word| Tie("Ownership", "owner", "asset", word);
    let led = |word| Tie("Directorship", "organization", "director", word);
    let member = |word| Tie("Membership", "member", "organization", word);
    let kin = |word| Tie("Family", "person", "relative", word);
    let near = |word| Tie("Associate", "person", "associate", word);
    let link = |word| Tie("UnknownLink", "subject", "object", word);
    Some(match property {
        "P31" => Class,
        // Owners and owned.
        "P127" => owned("owner"),
        "P1830" => owns("owner"),
        "P749" => owned("parent company"),
        "P355" => owns("subsidiary"),
        "P199" => owns("business division"),
        // Who leads.
        "P169" => led("chief executive officer"),
        "P488" => led("chairperson"),
        "P3320" => led("board member"),
        "P5052" => led("supervisory board member"),
        "P1037" => led("director"),
        "P1789" => led("chief operating officer"),
        "P2828" => led("corporate officer"),
        "P3975" => led("secretary general"),
        "P6" => led("head of government"),
        "P35" => led("head of state"),
        "P108" => Tie("Employment", "employee", "employer", "employee"),
        "P39" => Tie("Occupancy", "holder", "post", ""),
        "P463" => member("member"),
        "P102" => member("party member"),
        "P1416" => member("affiliation"),
        // Kin and friends.
        "P22" => kin("father"),
        "P25" => kin("mother"),
        "P8810" => kin("parent"),
        "P40" => kin("child"),
        "P3373" => kin("sibling"),
        "P26" => kin("spouse"),
        "P451" => kin("unmarried partner"),
        "P3448" => kin("stepparent"),
        "P1290" => kin("godparent"),
        "P1038" => kin("relative"),
        "P1327" => near("business partner"),
        "P3342" => near("significant person"),
        // Other ties.
        "P112" => link("founded by"),
        "P8324" => link("funded by"),
        "P859" => link("sponsored by"),
        "P361" => link("part of"),
        "P1889" => link("different from"),
        "P1365" => Tie("Succession", "successor", "predecessor", "replaces"),
        "P1366" => Tie("Succession", "predecessor", "successor", "replaced by"),
        "P414" => Exchange,
        // Names.
        "P1448" | "P1559" | "P1705" | "P1813" | "P2561" | "P1449" | "P2562" => Name,
        "P1477" => FormerName,
        "P742" => Text("weakAlias"),
        // What is known of a person.
        "P569" => Text("birthDate"),
        "P570" => Text("deathDate"),
        "P21" => Text("gender"),
        "P27" => Country("citizenship"),
        // And of a company.
        "P17" | "P495" => Country("country"),
        "P571" => Text("incorporationDate"),
        "P576" => Text("dissolutionDate"),
        "P6375" => Text("address"),
        "P856" => Text("website"),
        "P968" => Text("email"),
        "P1329" => Text("phone"),
        // Identifiers.
        "P1278" => Text("leiCode"),
        "P249" => Text("ticker"),
        "P946" => Text("isinCode"),
        "P5531" => Text("cikCode"),
        "P3347" => Text("permId"),
        "P2771" => Text("dunsCode"),
        "P2627" => Text("swiftBic"),
        "P1320" => Text("opencorporatesUrl"),
        "P3608" => Text("vatCode"),
        "P1297" => Text("taxNumber"),
        "P2622" | "P1616" => Text("registrationNumber"),
        "P458" => Text("imoNumber"),
        "P587" => Text("mmsi"),
        "P2317" => Text("callSign"),
        _ => return None,
    })
}

/// Returns what somebody at this end of a tie is.
pub(super) fn end(end: &str) -> &'static [NamedNodeRef<'static>] {
    match end {
        "person" | "relative" | "associate" => &[ag::ACTOR, ag::PERSON_CLASS],
        "owner" | "director" | "organization" | "employee" | "employer" | "member" | "holder"
        | "predecessor" | "successor" => &[ag::ACTOR],
        _ => &[],
    }
}

/// Classes by what their instances are here.
const CLASSES: &[(&str, &[u32])] = &[
    ("Person", &[5]),
    (
        "PublicBody",
        &[
            // Government agency, ministry, government organization, central bank, regulator, court,
            // government, parliament, legislature, armed forces, intelligence agency.
            327_333, 192_350, 2_659_904, 66_344, 1_639_780, 41_487, 7_188, 35_749, 11_204, 772_547,
            47_913,
        ],
    ),
    (
        "Company",
        &[
            // Business, company, enterprise, public and private company, corporation, joint-stock
            // company, limited company, holding, conglomerate, subsidiary, bank, state-owned
            // enterprise, investment bank, airline, commercial bank, publisher, law firm.
            4_830_453, 783_794, 6_881_511, 891_723, 5_621_421, 167_037, 134_161, 33_685, 219_577,
            778_575, 658_255, 22_687, 270_791, 319_845, 46_970, 848_507, 2_085_381, 613_142,
        ],
    ),
    (
        "Organization",
        &[
            // Organization, nonprofit, international organization, party, university, foundation,
            // think tank, trade union, research institute, non-governmental organization, newspaper.
            43_229, 163_740, 484_652, 7_278, 3_918, 157_031, 155_271, 178_790, 31_855, 79_913,
            11_032,
        ],
    ),
    // Ship, watercraft, yacht, oil tanker.
    ("Vessel", &[11_446, 1_229_765, 170_173, 14_928]),
    // Position, public office.
    ("Position", &[4_164_871, 294_414]),
];

/// Properties by what has them, where classes do not tell.
const SIGNS: &[(&str, &[&str])] = &[
    ("Vessel", &["P458", "P587"]),
    (
        "Company",
        &["P249", "P414", "P946", "P5531", "P1278", "P169"],
    ),
    (
        "Organization",
        &[
            "P749", "P355", "P3320", "P5052", "P159", "P1454", "P1128", "P112",
        ],
    ),
];

/// Returns the schema of an item by its classes and properties; `Thing` where they do not tell.
pub(super) fn schema(classes: &[u32], has: impl Fn(&str) -> bool) -> &'static str {
    let by_class = CLASSES
        .iter()
        .find(|(_, known)| classes.iter().any(|class| known.contains(class)));
    let by_sign = || {
        SIGNS
            .iter()
            .find(|(_, signs)| signs.iter().any(|sign| has(sign)))
    };
    match (by_class, by_sign()) {
        (Some((schema, _)), _) => schema,
        (None, Some((schema, _))) => schema,
        (None, None) => "Thing",
    }
}

/// Numbers of items of countries, each with the code of the country.
const COUNTRIES: &str = "\
    35 dk, 55 nl, 16 ca, 17 jp, 20 no, 27 ie, 28 hu, 29 es, 30 us, 31 be, 32 lu, 33 fi, 34 se, 36 pl, 37 lt, \
    38 it, 39 ch, 40 at, 41 gr, 43 tr, 45 pt, 51 aq, 77 uy, 79 eg, 96 mx, 114 ke, 115 et, 117 gh, \
    142 fr, 145 gb, 148 cn, 155 br, 159 ru, 183 de, 184 by, 189 is, 191 ee, 211 lv, 212 ua, \
    213 cz, 214 sk, 215 si, 217 md, 218 ro, 219 bg, 221 mk, 222 al, 223 gl, 224 hr, 225 ba, \
    227 az, 228 ad, 229 cy, 230 ge, 232 kz, 233 mt, 235 mc, 236 me, 237 va, 238 sm, 241 cu, \
    242 bz, 244 bb, 252 id, 258 za, 262 dz, 265 uz, 298 cl, 334 sg, 347 li, 398 bh, 399 am, \
    403 rs, 408 au, 414 ar, 419 pe, 423 kp, 424 kh, 458 eu, 574 tl, 657 td, 664 nz, 668 in, \
    672 tv, 678 to, 683 ws, 685 sb, 686 vu, 691 pg, 695 pw, 697 nr, 702 fm, 709 mh, 710 ki, \
    711 mn, 712 fj, 717 ve, 730 sr, 733 py, 734 gy, 736 ec, 739 co, 750 bo, 754 tt, 757 vc, \
    760 lc, 763 kn, 766 jm, 769 gd, 774 gt, 778 bs, 781 ag, 783 hn, 784 dm, 785 je, 786 do, \
    790 ht, 792 sv, 794 ir, 796 iq, 800 cr, 801 il, 804 pa, 805 ye, 810 jo, 811 ni, 813 kg, \
    817 kw, 819 la, 822 lb, 826 mv, 833 my, 836 mm, 837 np, 842 om, 843 pk, 846 qa, 851 sa, \
    854 lk, 858 sy, 863 tj, 865 tw, 869 th, 874 tm, 878 ae, 881 vn, 884 kr, 889 af, 902 bd, \
    912 ml, 916 ao, 917 bt, 921 bn, 924 tz, 928 ph, 929 cf, 945 tg, 948 tn, 953 zm, 954 zw, \
    958 ss, 962 bj, 963 bw, 965 bf, 967 bi, 970 km, 971 cg, 974 cd, 977 dj, 983 gq, 986 er, \
    1000 ga, 1005 gm, 1006 gn, 1007 gw, 1008 ci, 1009 cm, 1011 cv, 1013 ls, 1014 lr, 1016 ly, \
    1019 mg, 1020 mw, 1025 mr, 1027 mu, 1028 ma, 1029 mz, 1030 na, 1032 ne, 1033 ng, 1036 ug, \
    1037 rw, 1039 st, 1041 sn, 1042 sc, 1044 sl, 1045 so, 1049 sd, 1050 sz, 1183 pr, 1246 xk, \
    1410 gi, 3769 gf, 4628 fo, 5689 ax, 5785 ky, 5813 ic, 8646 hk, 9648 fk, 9676 im, 11703 vi, \
    13353 ms, 14773 mo, 15180 suhh, 16635 gu, 16641 as, 16644 mp, 16645 um, 16957 dd, 17012 gp, \
    17054 mq, 17063 yt, 17070 re, 18221 tc, 21203 aw, 23408 bv, 23635 bm, 25228 ai, 25230 gg, \
    25231 sj, 25279 cw, 25305 vg, 25362 bl, 26273 sx, 26988 ck, 27561 bq, 29999 nl, 30971 pf, \
    31057 nf, 31063 cx, 33788 nc, 33946 cshh, 34020 nu, 34617 pm, 35555 wf, 35672 pn, 36004 cc, \
    36823 tk, 37024 csxx, 40362 eh, 43448 io, 46197 ac, 83286 yucs, 126125 mf, 129003 tf, \
    161258 cp, 184851 dg, 192184 sh, 219060 ps, 220982 ta, 756617 dk, 3405693 cq, 6500954 zr,";

/// Returns the code of a country by the number of its item.
pub(super) fn country(item: u32) -> Option<&'static str> {
    let item = item.to_string();
    let mut pairs = COUNTRIES
        .split(',')
        .filter_map(|pair| pair.trim().split_once(' '));
    pairs
        .find(|(number, _)| *number == item)
        .map(|(_, code)| code)
}

/// Returns the gender of the FollowTheMoney model by the number of its item.
pub(super) fn gender(item: u32) -> Option<&'static str> {
    match item {
        6_581_097 | 2_449_503 => Some("male"),
        6_581_072 | 1_052_281 => Some("female"),
        1_097_630 | 48_270 => Some("other"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::countries;

    #[test]
    fn items_are_known_by_their_numbers() {
        assert_eq!(country(159), Some("ru"));
        assert_eq!(country(29_999), Some("nl"));
        assert_eq!(country(55), Some("nl"));
        assert_eq!(country(5), None);
        for pair in COUNTRIES.split(',').filter(|pair| !pair.trim().is_empty()) {
            let (_, code) = pair.trim().split_once(' ').unwrap();
            assert!(countries::names(code).is_some(), "{code}");
        }
        assert_eq!(schema(&[5], |_| false), "Person");
        assert_eq!(schema(&[1], |property| property == "P1278"), "Company");
        assert_eq!(schema(&[], |_| false), "Thing");
    }
}
