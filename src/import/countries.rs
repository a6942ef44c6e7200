//! Codes of countries and territories: ISO 3166, and the few more that lists of sanctions use.

use crate::model::vocab::AGID;
use std::collections::HashMap;
use std::sync::LazyLock;

/// Code, name in English, name in Chinese; sorted by code.
const COUNTRIES: &[(&str, &str, &str)] = &[
    ("ac", "Ascension Island", "阿森松岛"),
    ("ad", "Andorra", "安道尔"),
    ("ae", "United Arab Emirates", "阿拉伯联合酋长国"),
    ("af", "Afghanistan", "阿富汗"),
    ("ag", "Antigua & Barbuda", "安提瓜和巴布达"),
    ("ai", "Anguilla", "安圭拉"),
    ("al", "Albania", "阿尔巴尼亚"),
    ("am", "Armenia", "亚美尼亚"),
    ("ao", "Angola", "安哥拉"),
    ("aq", "Antarctica", "南极洲"),
    ("ar", "Argentina", "阿根廷"),
    ("as", "American Samoa", "美属萨摩亚"),
    ("at", "Austria", "奥地利"),
    ("au", "Australia", "澳大利亚"),
    ("aw", "Aruba", "阿鲁巴"),
    ("ax", "Åland Islands", "奥兰群岛"),
    ("az", "Azerbaijan", "阿塞拜疆"),
    ("az-nk", "Nagorno-Karabakh", "纳戈尔诺-卡拉巴赫"),
    ("ba", "Bosnia & Herzegovina", "波斯尼亚和黑塞哥维那"),
    ("bb", "Barbados", "巴巴多斯"),
    ("bd", "Bangladesh", "孟加拉国"),
    ("be", "Belgium", "比利时"),
    ("bf", "Burkina Faso", "布基纳法索"),
    ("bg", "Bulgaria", "保加利亚"),
    ("bh", "Bahrain", "巴林"),
    ("bi", "Burundi", "布隆迪"),
    ("bj", "Benin", "贝宁"),
    ("bl", "St. Barthélemy", "圣巴泰勒米"),
    ("bm", "Bermuda", "百慕大"),
    ("bn", "Brunei", "文莱"),
    ("bo", "Bolivia", "玻利维亚"),
    ("bq", "Caribbean Netherlands", "荷属加勒比区"),
    ("br", "Brazil", "巴西"),
    ("bs", "Bahamas", "巴哈马"),
    ("bt", "Bhutan", "不丹"),
    ("bv", "Bouvet Island", "布韦岛"),
    ("bw", "Botswana", "博茨瓦纳"),
    ("by", "Belarus", "白俄罗斯"),
    ("bz", "Belize", "伯利兹"),
    ("ca", "Canada", "加拿大"),
    ("cc", "Cocos (Keeling) Islands", "科科斯（基林）群岛"),
    ("cd", "DR Congo", "刚果(金)"),
    ("cf", "Central African Republic", "中非共和国"),
    ("cg", "Congo", "刚果(布)"),
    ("ch", "Switzerland", "瑞士"),
    ("ci", "Côte d’Ivoire", "科特迪瓦"),
    ("ck", "Cook Islands", "库克群岛"),
    ("cl", "Chile", "智利"),
    ("cm", "Cameroon", "喀麦隆"),
    ("cn", "China", "中国"),
    ("cn-xz", "Tibet", "西藏"),
    ("co", "Colombia", "哥伦比亚"),
    ("cp", "Clipperton Island", "克利珀顿岛"),
    ("cq", "Sark", "萨克岛"),
    ("cr", "Costa Rica", "哥斯达黎加"),
    ("cshh", "Czechoslovakia", "捷克斯洛伐克"),
    ("csxx", "Serbia and Montenegro", "塞尔维亚和黑山"),
    ("cu", "Cuba", "古巴"),
    ("cv", "Cape Verde", "佛得角"),
    ("cw", "Curaçao", "库拉索"),
    ("cx", "Christmas Island", "圣诞岛"),
    ("cy", "Cyprus", "塞浦路斯"),
    ("cy-trnc", "Northern Cyprus", "北塞浦路斯"),
    ("cz", "Czechia", "捷克"),
    ("dd", "East Germany", "东德"),
    ("de", "Germany", "德国"),
    ("dg", "Diego Garcia", "迪戈加西亚岛"),
    ("dj", "Djibouti", "吉布提"),
    ("dk", "Denmark", "丹麦"),
    ("dm", "Dominica", "多米尼克"),
    ("do", "Dominican Republic", "多米尼加共和国"),
    ("dz", "Algeria", "阿尔及利亚"),
    ("ea", "Ceuta & Melilla", "休达及梅利利亚"),
    ("ec", "Ecuador", "厄瓜多尔"),
    ("ee", "Estonia", "爱沙尼亚"),
    ("eg", "Egypt", "埃及"),
    ("eh", "Western Sahara", "西撒哈拉"),
    ("er", "Eritrea", "厄立特里亚"),
    ("es", "Spain", "西班牙"),
    ("et", "Ethiopia", "埃塞俄比亚"),
    ("eu", "European Union", "欧盟"),
    ("fi", "Finland", "芬兰"),
    ("fj", "Fiji", "斐济"),
    ("fk", "Falkland Islands", "福克兰群岛"),
    ("fm", "Micronesia", "密克罗尼西亚"),
    ("fo", "Faroe Islands", "法罗群岛"),
    ("fr", "France", "法国"),
    ("ga", "Gabon", "加蓬"),
    ("gb", "United Kingdom", "英国"),
    ("gb-eng", "England", "英格兰"),
    ("gb-nir", "Northern Ireland", "北爱尔兰"),
    ("gb-sct", "Scotland", "苏格兰"),
    ("gb-wls", "Wales", "威尔士"),
    ("gd", "Grenada", "格林纳达"),
    ("ge", "Georgia", "格鲁吉亚"),
    ("ge-ab", "Abkhazia", "阿布哈兹"),
    ("ge-so", "South Ossetia", "南奥塞梯"),
    ("gf", "French Guiana", "法属圭亚那"),
    ("gg", "Guernsey", "根西岛"),
    ("gh", "Ghana", "加纳"),
    ("gi", "Gibraltar", "直布罗陀"),
    ("gl", "Greenland", "格陵兰"),
    ("gm", "Gambia", "冈比亚"),
    ("gn", "Guinea", "几内亚"),
    ("gp", "Guadeloupe", "瓜德罗普"),
    ("gq", "Equatorial Guinea", "赤道几内亚"),
    ("gr", "Greece", "希腊"),
    (
        "gs",
        "South Georgia & South Sandwich Islands",
        "南乔治亚和南桑威奇群岛",
    ),
    ("gt", "Guatemala", "危地马拉"),
    ("gu", "Guam", "关岛"),
    ("gw", "Guinea-Bissau", "几内亚比绍"),
    ("gy", "Guyana", "圭亚那"),
    ("hk", "Hong Kong", "香港"),
    (
        "hm",
        "Heard Island & McDonald Islands",
        "赫德岛和麦克唐纳群岛",
    ),
    ("hn", "Honduras", "洪都拉斯"),
    ("hr", "Croatia", "克罗地亚"),
    ("ht", "Haiti", "海地"),
    ("hu", "Hungary", "匈牙利"),
    ("ic", "Canary Islands", "加纳利群岛"),
    ("id", "Indonesia", "印度尼西亚"),
    ("ie", "Ireland", "爱尔兰"),
    ("il", "Israel", "以色列"),
    ("im", "Isle of Man", "马恩岛"),
    ("in", "India", "印度"),
    ("io", "British Indian Ocean Territory", "英属印度洋领地"),
    ("iq", "Iraq", "伊拉克"),
    ("ir", "Iran", "伊朗"),
    ("is", "Iceland", "冰岛"),
    ("it", "Italy", "意大利"),
    ("je", "Jersey", "泽西岛"),
    ("jm", "Jamaica", "牙买加"),
    ("jo", "Jordan", "约旦"),
    ("jp", "Japan", "日本"),
    ("ke", "Kenya", "肯尼亚"),
    ("kg", "Kyrgyzstan", "吉尔吉斯斯坦"),
    ("kh", "Cambodia", "柬埔寨"),
    ("ki", "Kiribati", "基里巴斯"),
    ("km", "Comoros", "科摩罗"),
    ("kn", "St. Kitts & Nevis", "圣基茨和尼维斯"),
    ("kp", "North Korea", "朝鲜"),
    ("kr", "South Korea", "韩国"),
    ("kw", "Kuwait", "科威特"),
    ("ky", "Cayman Islands", "开曼群岛"),
    ("kz", "Kazakhstan", "哈萨克斯坦"),
    ("la", "Laos", "老挝"),
    ("lb", "Lebanon", "黎巴嫩"),
    ("lc", "St. Lucia", "圣卢西亚"),
    ("li", "Liechtenstein", "列支敦士登"),
    ("lk", "Sri Lanka", "斯里兰卡"),
    ("lr", "Liberia", "利比里亚"),
    ("ls", "Lesotho", "莱索托"),
    ("lt", "Lithuania", "立陶宛"),
    ("lu", "Luxembourg", "卢森堡"),
    ("lv", "Latvia", "拉脱维亚"),
    ("ly", "Libya", "利比亚"),
    ("ma", "Morocco", "摩洛哥"),
    ("mc", "Monaco", "摩纳哥"),
    ("md", "Moldova", "摩尔多瓦"),
    ("md-pmr", "Transnistria", "德涅斯特河沿岸"),
    ("me", "Montenegro", "黑山"),
    ("mf", "St. Martin", "法属圣马丁"),
    ("mg", "Madagascar", "马达加斯加"),
    ("mh", "Marshall Islands", "马绍尔群岛"),
    ("mk", "North Macedonia", "北马其顿"),
    ("ml", "Mali", "马里"),
    ("mm", "Myanmar", "缅甸"),
    ("mn", "Mongolia", "蒙古"),
    ("mo", "Macao", "澳门"),
    ("mp", "Northern Mariana Islands", "北马里亚纳群岛"),
    ("mq", "Martinique", "马提尼克"),
    ("mr", "Mauritania", "毛里塔尼亚"),
    ("ms", "Montserrat", "蒙特塞拉特"),
    ("mt", "Malta", "马耳他"),
    ("mu", "Mauritius", "毛里求斯"),
    ("mv", "Maldives", "马尔代夫"),
    ("mw", "Malawi", "马拉维"),
    ("mx", "Mexico", "墨西哥"),
    ("my", "Malaysia", "马来西亚"),
    ("mz", "Mozambique", "莫桑比克"),
    ("na", "Namibia", "纳米比亚"),
    ("nc", "New Caledonia", "新喀里多尼亚"),
    ("ne", "Niger", "尼日尔"),
    ("nf", "Norfolk Island", "诺福克岛"),
    ("ng", "Nigeria", "尼日利亚"),
    ("ni", "Nicaragua", "尼加拉瓜"),
    ("nl", "Netherlands", "荷兰"),
    ("no", "Norway", "挪威"),
    ("np", "Nepal", "尼泊尔"),
    ("nr", "Nauru", "瑙鲁"),
    ("nu", "Niue", "纽埃"),
    ("nz", "New Zealand", "新西兰"),
    ("om", "Oman", "阿曼"),
    ("pa", "Panama", "巴拿马"),
    ("pe", "Peru", "秘鲁"),
    ("pf", "French Polynesia", "法属波利尼西亚"),
    ("pg", "Papua New Guinea", "巴布亚新几内亚"),
    ("ph", "Philippines", "菲律宾"),
    ("pk", "Pakistan", "巴基斯坦"),
    ("pl", "Poland", "波兰"),
    ("pm", "St. Pierre & Miquelon", "圣皮埃尔和密克隆群岛"),
    ("pn", "Pitcairn Islands", "皮特凯恩群岛"),
    ("pr", "Puerto Rico", "波多黎各"),
    ("ps", "Palestine", "巴勒斯坦"),
    ("pt", "Portugal", "葡萄牙"),
    ("pw", "Palau", "帕劳"),
    ("py", "Paraguay", "巴拉圭"),
    ("qa", "Qatar", "卡塔尔"),
    ("re", "Réunion", "留尼汪"),
    ("ro", "Romania", "罗马尼亚"),
    ("rs", "Serbia", "塞尔维亚"),
    ("ru", "Russia", "俄罗斯"),
    ("rw", "Rwanda", "卢旺达"),
    ("sa", "Saudi Arabia", "沙特阿拉伯"),
    ("sb", "Solomon Islands", "所罗门群岛"),
    ("sc", "Seychelles", "塞舌尔"),
    ("sd", "Sudan", "苏丹"),
    ("se", "Sweden", "瑞典"),
    ("sg", "Singapore", "新加坡"),
    ("sh", "St. Helena, Ascension & Tristan da Cunha", "圣赫勒拿"),
    ("si", "Slovenia", "斯洛文尼亚"),
    ("sj", "Svalbard & Jan Mayen", "斯瓦尔巴和扬马延"),
    ("sk", "Slovakia", "斯洛伐克"),
    ("sl", "Sierra Leone", "塞拉利昂"),
    ("sm", "San Marino", "圣马力诺"),
    ("sn", "Senegal", "塞内加尔"),
    ("so", "Somalia", "索马里"),
    ("so-som", "Somaliland", "索马里兰"),
    ("sr", "Suriname", "苏里南"),
    ("ss", "South Sudan", "南苏丹"),
    ("st", "São Tomé & Príncipe", "圣多美和普林西比"),
    ("suhh", "Soviet Union", "苏联"),
    ("sv", "El Salvador", "萨尔瓦多"),
    ("sx", "Sint Maarten", "荷属圣马丁"),
    ("sy", "Syria", "叙利亚"),
    ("sz", "Eswatini", "斯威士兰"),
    ("ta", "Tristan da Cunha", "特里斯坦-达库尼亚群岛"),
    ("tc", "Turks & Caicos Islands", "特克斯和凯科斯群岛"),
    ("td", "Chad", "乍得"),
    ("tf", "French Southern and Antarctic Lands", "法属南部领地"),
    ("tg", "Togo", "多哥"),
    ("th", "Thailand", "泰国"),
    ("tj", "Tajikistan", "塔吉克斯坦"),
    ("tk", "Tokelau", "托克劳"),
    ("tl", "Timor-Leste", "东帝汶"),
    ("tm", "Turkmenistan", "土库曼斯坦"),
    ("tn", "Tunisia", "突尼斯"),
    ("to", "Tonga", "汤加"),
    ("tr", "Türkiye", "土耳其"),
    ("tt", "Trinidad & Tobago", "特立尼达和多巴哥"),
    ("tv", "Tuvalu", "图瓦卢"),
    ("tw", "Taiwan", "台湾"),
    ("tz", "Tanzania", "坦桑尼亚"),
    ("ua", "Ukraine", "乌克兰"),
    ("ua-cri", "Crimea", "克里米亚"),
    ("ua-dpr", "Donetsk", "顿涅茨克"),
    ("ua-lpr", "Luhansk", "卢甘斯克"),
    ("ug", "Uganda", "乌干达"),
    ("um", "U.S. Outlying Islands", "美国本土外小岛屿"),
    ("us", "United States", "美国"),
    ("uy", "Uruguay", "乌拉圭"),
    ("uz", "Uzbekistan", "乌兹别克斯坦"),
    ("va", "Vatican City", "梵蒂冈"),
    ("vc", "St. Vincent & Grenadines", "圣文森特和格林纳丁斯"),
    ("ve", "Venezuela", "委内瑞拉"),
    ("vg", "British Virgin Islands", "英属维尔京群岛"),
    ("vi", "U.S. Virgin Islands", "美属维尔京群岛"),
    ("vn", "Vietnam", "越南"),
    ("vu", "Vanuatu", "瓦努阿图"),
    ("wf", "Wallis & Futuna", "瓦利斯和富图纳"),
    ("ws", "Samoa", "萨摩亚"),
    ("x-so", "South Ossetia", "南奥塞梯"),
    ("xk", "Kosovo", "科索沃"),
    ("ye", "Yemen", "也门"),
    ("yt", "Mayotte", "马约特"),
    ("yucs", "Yugoslavia", "南斯拉夫"),
    ("za", "South Africa", "南非"),
    ("zm", "Zambia", "赞比亚"),
    ("zr", "Zaire", "扎伊尔"),
    ("zw", "Zimbabwe", "津巴布韦"),
    ("zz", "Global", "全球"),
];

/// Returns the English and the Chinese name of a country by its code in small letters.
pub(crate) fn names(code: &str) -> Option<(&'static str, &'static str)> {
    let place = COUNTRIES.binary_search_by_key(&code, |row| row.0).ok()?;
    Some((COUNTRIES[place].1, COUNTRIES[place].2))
}

/// Returns the code of a country by its English name, as lists print it.
pub(crate) fn code(name: &str) -> Option<&'static str> {
    static CODES: LazyLock<HashMap<String, &str>> = LazyLock::new(|| {
        let names = COUNTRIES.iter().map(|row| (spelling(row.1), row.0));
        let others = OTHERS.iter().map(|(name, code)| (spelling(name), *code));
        names.chain(others).collect()
    });
    CODES.get(&spelling(name)).copied()
}

/// Returns a name without what printing changes: `Bosnia & Herzegovina` and `Bosnia and Herzegovina`
/// are one, and so is `The Bahamas`.
fn spelling(name: &str) -> String {
    let name = name.trim().replace('&', "and").replace('’', "'");
    let name = name.strip_prefix("The ").unwrap_or(&name);
    name.to_ascii_lowercase()
}

/// Other names by which lists print some of them.
const OTHERS: &[(&str, &str)] = &[
    ("Bahamas, The", "bs"),
    ("Burma", "mm"),
    ("Cabo Verde", "cv"),
    ("Congo, Democratic Republic of the", "cd"),
    ("Congo, Republic of the", "cg"),
    ("Cote d Ivoire", "ci"),
    ("Czech Republic", "cz"),
    ("Gambia, The", "gm"),
    ("Crimea Region of Ukraine", "ua-cri"),
    ("Democratic People's Republic of Korea", "kp"),
    ("Democratic Republic of Congo", "cd"),
    ("Democratic Republic of the Congo", "cd"),
    ("Congo, Democratic Republic of", "cd"),
    ("Congo (Democratic Republic)", "cd"),
    ("Iran (Islamic Republic of)", "ir"),
    ("Korea (North)", "kp"),
    ("Korea (South)", "kr"),
    ("Korea, Democratic People's Republic of", "kp"),
    ("Republic of Korea", "kr"),
    ("Republic of Moldova", "md"),
    ("State of Palestine", "ps"),
    ("Bolivia (Plurinational State of)", "bo"),
    ("Venezuela (Bolivarian Republic of)", "ve"),
    ("United Kingdom of Great Britain and Northern Ireland", "gb"),
    ("United Republic of Tanzania", "tz"),
    ("United States of America", "us"),
    ("People's Republic of China", "cn"),
    ("PRC", "cn"),
    ("Hong Kong SAR China", "hk"),
    ("Iran, Islamic Republic of", "ir"),
    ("Korea, North", "kp"),
    ("Korea, South", "kr"),
    ("Macau", "mo"),
    ("Macedonia, The Former Yugoslav Republic of", "mk"),
    ("Man, Isle of", "im"),
    ("North Korea", "kp"),
    ("North Macedonia, The Republic of", "mk"),
    ("Palestinian", "ps"),
    ("Russian Federation", "ru"),
    ("Saint Kitts and Nevis", "kn"),
    ("Saint Vincent and the Grenadines", "vc"),
    ("South Korea", "kr"),
    ("Swaziland", "sz"),
    ("Syrian Arab Republic", "sy"),
    ("Turkey", "tr"),
    ("U.A.E.", "ae"),
    ("UAE", "ae"),
    ("UK", "gb"),
    ("USA", "us"),
    ("Viet Nam", "vn"),
    ("Virgin Islands, British", "vg"),
    ("Virgin Islands, U.S.", "vi"),
];

/// The codes of ISO 3166-1 in three letters, each with the one in two letters behind it; sorted.
const THREE: &str = "\
    abwaw afgaf agoao aiaai alaax albal andad areae argar armam asmas ataaq atftf atgag ausau \
    autat azeaz bdibi belbe benbj besbq bfabf bgdbd bgrbg bhrbh bhsbs bihba blmbl blrby blzbz \
    bmubm bolbo brabr brbbb brnbn btnbt bvtbv bwabw cafcf canca cckcc chech chlcl chncn civci \
    cmrcm codcd cogcg cokck colco comkm cpvcv cricr cubcu cuwcw cxrcx cymky cypcy czecz deude \
    djidj dmadm dnkdk domdo dzadz ecuec egyeg erier esheh espes estee ethet finfi fjifj flkfk \
    frafr frofo fsmfm gabga gbrgb geoge ggygg ghagh gibgi gingn glpgp gmbgm gnbgw gnqgq grcgr \
    grdgd grlgl gtmgt gufgf gumgu guygy hkghk hmdhm hndhn hrvhr htiht hunhu idnid imnim indin \
    iotio irlie irnir irqiq islis isril itait jamjm jeyje jorjo jpnjp kazkz kenke kgzkg khmkh \
    kirki knakn korkr kwtkw laola lbnlb lbrlr lbyly lcalc lieli lkalk lsols ltult luxlu lvalv \
    macmo mafmf marma mcomc mdamd mdgmg mdvmv mexmx mhlmh mkdmk mliml mltmt mmrmm mneme mngmn \
    mnpmp mozmz mrtmr msrms mtqmq musmu mwimw mysmy mytyt namna nclnc nerne nfknf ngang nicni \
    niunu nldnl norno nplnp nrunr nzlnz omnom pakpk panpa pcnpn perpe phlph plwpw pngpg polpl \
    pripr prkkp prtpt prypy pseps pyfpf qatqa reure rouro rusru rwarw sausa sdnsd sensn sgpsg \
    sgsgs shnsh sjmsj slbsb slesl slvsv smrsm somso spmpm srbrs ssdss stpst sursr svksk svnsi \
    swese swzsz sxmsx sycsc syrsy tcatc tcdtd tgotg thath tjktj tkltk tkmtm tlstl tonto ttott \
    tuntn turtr tuvtv twntw tzatz ugaug ukrua umium uryuy usaus uzbuz vatva vctvc venve vgbvg \
    virvi vnmvn vutvu wlfwf wsmws xkxxk yemye zafza zmbzm zwezw";

/// Returns the code of a country by the one in three letters, `DEU`.
pub(crate) fn of_three(code: &str) -> Option<&'static str> {
    let code = code.to_ascii_lowercase();
    let mut pairs = THREE.split(' ').filter_map(|pair| pair.split_at_checked(3));
    pairs.find(|(three, _)| *three == code).map(|(_, two)| two)
}

/// Returns the IRI of a country in two parts; the second is the id of the table of countries.
pub(crate) fn iri(code: &str) -> (&'static str, String) {
    (
        AGID,
        format!("country-{}", crate::import::say::escape(code)),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn countries_are_sorted_and_found() {
        assert!(COUNTRIES.is_sorted_by(|a, b| a.0 < b.0));
        assert_eq!(names("cn"), Some(("China", "中国")));
        assert_eq!(names("xq"), None);
        assert_eq!(code("korea, north"), Some("kp"));
        assert_eq!(code("Germany"), Some("de"));
        assert_eq!(code("Iran (Islamic Republic of)"), Some("ir"));
        assert_eq!(code("Democratic People’s Republic of Korea"), Some("kp"));
        assert_eq!(of_three("VGB"), Some("vg"));
        assert_eq!(of_three("XXX"), None);
        let known = |pair: &str| names(&pair[3..]).is_some();
        assert!(THREE.split(' ').all(known) && THREE.split(' ').is_sorted());
    }
}
