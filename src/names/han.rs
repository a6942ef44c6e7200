//! Chinese characters: which characters are written without spaces, and traditional to simplified.
//!
//! The table holds about a thousand pairs, the characters that turn up in names of companies,
//! places and persons. It folds character by character: good for comparing names, not for
//! converting prose, where one traditional character may have two simplified ones. Pairs were
//! checked against OpenCC's table.

use std::sync::LazyLock;

/// Tells whether a character belongs to a script without spaces: Han, hiragana or katakana.
pub(super) fn is_han(c: char) -> bool {
    matches!(c, '々'..='〇' | '\u{3041}'..='\u{3096}' | '\u{309d}'..='\u{309f}' | '\u{30a1}'..='\u{30fa}' | '\u{30fc}'..='\u{30ff}'
        | '\u{31f0}'..='\u{31ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// Returns the simplified form of a traditional character in the table, else the character itself.
pub(super) fn simplified(c: char) -> char {
    static PAIRS: LazyLock<Vec<(char, char)>> = LazyLock::new(|| {
        let mut pairs: Vec<_> = pairs().collect();
        pairs.sort_unstable();
        pairs
    });
    PAIRS
        .binary_search_by_key(&c, |&(traditional, _)| traditional)
        .map_or(c, |found| PAIRS[found].1)
}

fn pairs() -> impl Iterator<Item = (char, char)> {
    TRADITIONAL_SIMPLIFIED
        .split_whitespace()
        .filter_map(|pair| {
            let mut pair = pair.chars();
            Some((pair.next()?, pair.next()?))
        })
}

/// A traditional character and its simplified form, in the order of Unicode.
const TRADITIONAL_SIMPLIFIED: &str = "\
    誰谁 幾几 這这 後后 麽么 \
    刪删 劇剧 啓启 喫吃 嗆呛 噴喷 夠够 懲惩 擱搁 暱昵 淵渊 熒荧 爲为 猶犹 獸兽 稅税 稟禀 籲吁 綽绰 \
    締缔 羣群 脅胁 脫脱 腳脚 萊莱 著着 藍蓝 蝕蚀 螢萤 誕诞 諒谅 貼贴 蹤踪 躋跻 遺遗 陣阵 駛驶 \
    並并 亞亚 佈布 佔占 併并 來来 侶侣 係系 倆俩 倉仓 個个 們们 倫伦 偉伟 側侧 偵侦 傑杰 備备 傢家 傳传 債债 傷伤 傾倾 僅仅 \
    僑侨 僕仆 僱雇 價价 儀仪 億亿 儉俭 儘尽 償偿 優优 儲储 儷俪 兇凶 兒儿 內内 兩两 冊册 凍冻 凱凯 別别 則则 剎刹 剛刚 剝剥 \
    創创 劃划 劉刘 劍剑 劑剂 勁劲 動动 務务 勛勋 勝胜 勞劳 勢势 勳勋 勵励 匯汇 匱匮 區区 協协 卻却 厭厌 厲厉 參参 吳吴 呂吕 \
    員员 問问 啟启 喚唤 喪丧 喬乔 單单 嗎吗 嘆叹 嘗尝 噸吨 嚇吓 嚐尝 嚮向 嚴严 囂嚣 囑嘱 國国 圍围 園园 圓圆 圖图 團团 執执 \
    堅坚 報报 場场 塊块 塗涂 塵尘 墊垫 墳坟 墻墙 壇坛 壓压 壘垒 壞坏 壩坝 壯壮 壽寿 夢梦 夾夹 奧奥 奪夺 奮奋 奼姹 妝妆 姍姗 \
    娛娱 婦妇 媧娲 媽妈 嫻娴 嬌娇 嬰婴 孫孙 學学 實实 寧宁 審审 寫写 寬宽 寶宝 將将 專专 尋寻 對对 導导 屆届 屢屡 層层 屬属 \
    岡冈 島岛 峽峡 崑昆 崗岗 嶸嵘 嶺岭 嶼屿 巔巅 巖岩 帥帅 師师 帶带 幟帜 幣币 幹干 庫库 廁厕 廈厦 廚厨 廠厂 廢废 廣广 廬庐 \
    廳厅 弒弑 張张 強强 彈弹 彌弥 彎弯 彙汇 徑径 從从 復复 徵征 徹彻 恆恒 恥耻 悅悦 惡恶 惱恼 愛爱 愴怆 態态 慘惨 慣惯 慮虑 \
    慶庆 憂忧 憑凭 憤愤 憲宪 憶忆 懇恳 應应 懶懒 懷怀 懸悬 戀恋 戰战 戲戏 戶户 拋抛 挾挟 捨舍 捲卷 掃扫 掄抡 掙挣 掛挂 採采 \
    揀拣 揚扬 換换 揮挥 損损 搖摇 搶抢 撐撑 撥拨 撫抚 撲扑 擁拥 擇择 擊击 擋挡 擔担 據据 擠挤 擬拟 擴扩 擺摆 攔拦 攜携 攝摄 \
    攤摊 敗败 敘叙 敵敌 數数 斬斩 斷断 於于 時时 晉晋 晝昼 暢畅 暫暂 曆历 曉晓 曠旷 書书 會会 朧胧 東东 條条 楊杨 業业 極极 \
    榮荣 構构 槍枪 槓杠 樁桩 樂乐 樓楼 標标 樞枢 樣样 樹树 橋桥 機机 橫横 檔档 檢检 檯台 櫃柜 櫻樱 欄栏 權权 歐欧 歡欢 歲岁 \
    歷历 歸归 殘残 殺杀 殼壳 毀毁 氣气 氫氢 氬氩 決决 沒没 況况 涼凉 淨净 減减 測测 湯汤 準准 溝沟 溫温 滄沧 滅灭 滬沪 滯滞 \
    滾滚 滿满 漁渔 漢汉 漲涨 漸渐 漿浆 潑泼 潔洁 潛潜 潤润 澆浇 澤泽 澱淀 濃浓 濕湿 濟济 濤涛 濱滨 濾滤 瀉泻 瀏浏 灑洒 灘滩 \
    灝灏 灣湾 為为 無无 煉炼 煙烟 煩烦 熱热 燈灯 燒烧 營营 燦灿 燭烛 爐炉 爭争 爾尔 牆墙 牽牵 犧牺 狀状 獅狮 獎奖 獨独 獲获 \
    獻献 現现 瑋玮 瑤瑶 瑪玛 璣玑 環环 瓊琼 甌瓯 產产 畢毕 畫画 異异 當当 疊叠 療疗 癒愈 發发 皺皱 盜盗 盡尽 監监 盤盘 盧卢 \
    眾众 睜睁 瞭了 矯矫 砲炮 碩硕 確确 碼码 磚砖 磯矶 礎础 礦矿 祿禄 禍祸 禦御 禪禅 禮礼 種种 稱称 穀谷 積积 穎颖 穩稳 窩窝 \
    窮穷 竄窜 競竞 筆笔 筍笋 箏筝 節节 範范 築筑 簡简 簽签 簾帘 籃篮 籌筹 籠笼 籤签 糞粪 糧粮 糾纠 紀纪 約约 紅红 紋纹 納纳 \
    紐纽 純纯 紗纱 紙纸 級级 紛纷 紡纺 細细 紳绅 紹绍 終终 組组 結结 絕绝 絞绞 絡络 給给 統统 絲丝 綁绑 綏绥 經经 綜综 綠绿 \
    綫线 維维 綱纲 網网 綺绮 綿绵 緊紧 緒绪 線线 緣缘 編编 緩缓 緬缅 緯纬 練练 緻致 縣县 縫缝 縮缩 縱纵 總总 績绩 織织 繞绕 \
    繡绣 繩绳 繪绘 繫系 繼继 繽缤 續续 纓缨 纖纤 纜缆 罰罚 罷罢 羅罗 羈羁 羨羡 義义 習习 翹翘 聖圣 聞闻 聯联 聰聪 聲声 聳耸 \
    聶聂 職职 聽听 肅肃 脈脉 腎肾 腦脑 腸肠 膚肤 膠胶 膽胆 臉脸 臟脏 臨临 臺台 與与 興兴 舉举 舊旧 艙舱 艦舰 艱艰 艷艳 莊庄 \
    華华 萬万 葉叶 蒼苍 蓋盖 蓮莲 蔣蒋 蔥葱 蔭荫 蕭萧 薑姜 薦荐 薩萨 藝艺 藥药 蘆芦 蘇苏 蘊蕴 蘋苹 蘭兰 處处 虛虚 虜虏 號号 \
    虧亏 蝦虾 螞蚂 蟲虫 蠟蜡 蠶蚕 衆众 術术 衛卫 衝冲 裏里 補补 裝装 裡里 製制 複复 襯衬 襲袭 覆复 見见 規规 覓觅 視视 親亲 \
    覺觉 覽览 觀观 觸触 訂订 計计 訊讯 討讨 訓训 託托 記记 訟讼 訣诀 訪访 設设 許许 訴诉 診诊 註注 詔诏 評评 詞词 詢询 試试 \
    詩诗 話话 該该 詳详 誇夸 誌志 認认 語语 誠诚 誤误 說说 課课 誼谊 調调 談谈 請请 論论 諜谍 諧谐 諭谕 諮咨 諷讽 諸诸 諾诺 \
    謀谋 謂谓 謊谎 謙谦 講讲 謝谢 謠谣 謹谨 證证 識识 譚谭 譜谱 譯译 議议 譴谴 護护 譽誉 讀读 變变 讓让 豐丰 豬猪 貓猫 貝贝 \
    貞贞 負负 財财 貢贡 貨货 販贩 貫贯 責责 貯贮 貳贰 貴贵 買买 貸贷 費费 貿贸 賀贺 資资 賈贾 賓宾 賜赐 賞赏 賠赔 賢贤 賣卖 \
    賦赋 質质 賬账 賭赌 賴赖 賺赚 購购 賽赛 贈赠 贊赞 贏赢 趙赵 趨趋 跡迹 踐践 蹟迹 躍跃 軀躯 車车 軌轨 軍军 軒轩 軟软 軸轴 \
    較较 載载 輔辅 輕轻 輛辆 輝辉 輩辈 輪轮 輯辑 輸输 輻辐 輿舆 轄辖 轉转 轎轿 轟轰 辦办 辭辞 辯辩 農农 連连 週周 進进 遊游 \
    運运 過过 達达 違违 遙遥 遜逊 遞递 遠远 適适 遷迁 選选 遼辽 邁迈 還还 邊边 邏逻 郵邮 鄉乡 鄒邹 鄔邬 鄧邓 鄭郑 鄰邻 鄺邝 \
    酈郦 醫医 醬酱 釀酿 釋释 針针 釣钓 釩钒 鈉钠 鈔钞 鈞钧 鈣钙 鈦钛 鈴铃 鈷钴 鉀钾 鉅巨 鉑铂 鉚铆 鉛铅 鉤钩 鉬钼 鉻铬 銀银 \
    銅铜 銓铨 銘铭 銜衔 銨铵 銳锐 銷销 銹锈 鋁铝 鋅锌 鋒锋 鋪铺 鋭锐 鋰锂 鋸锯 鋼钢 錄录 錢钱 錦锦 錨锚 錫锡 錯错 録录 錳锰 \
    錶表 鍊链 鍋锅 鍍镀 鍛锻 鍵键 鍾钟 鎂镁 鎖锁 鎢钨 鎧铠 鎮镇 鎳镍 鏈链 鏟铲 鏡镜 鏢镖 鏵铧 鐘钟 鐳镭 鐵铁 鐸铎 鑄铸 鑑鉴 \
    鑒鉴 鑰钥 鑲镶 鑼锣 鑽钻 鑾銮 長长 門门 閃闪 閉闭 開开 閏闰 閑闲 閒闲 間间 閔闵 閘闸 閣阁 閤合 閥阀 閩闽 閱阅 闆板 闊阔 \
    闖闯 關关 闡阐 闥闼 陰阴 陳陈 陸陆 陽阳 隊队 階阶 隕陨 際际 隨随 險险 隱隐 隴陇 隸隶 雋隽 雖虽 雙双 雛雏 雜杂 雞鸡 離离 \
    難难 雲云 電电 霧雾 霽霁 靂雳 靈灵 靜静 鞏巩 韋韦 韌韧 韓韩 韻韵 響响 頁页 頂顶 項项 順顺 須须 頌颂 預预 頒颁 頓顿 頗颇 \
    領领 頤颐 頭头 頰颊 頻频 顆颗 題题 額额 顏颜 願愿 顛颠 類类 顧顾 顯显 風风 颱台 飄飘 飛飞 飯饭 飲饮 飼饲 飽饱 飾饰 餅饼 \
    養养 餓饿 餘余 館馆 餵喂 饋馈 馬马 馮冯 馳驰 駁驳 駐驻 駕驾 駝驼 駿骏 騁骋 騎骑 騏骐 騙骗 騰腾 騷骚 驅驱 驊骅 驕骄 驗验 \
    驚惊 驛驿 驟骤 驢驴 驥骥 體体 髮发 鬆松 鬥斗 鬧闹 魚鱼 魯鲁 鮮鲜 鯉鲤 鯤鲲 鯨鲸 鱗鳞 鱷鳄 鳥鸟 鳩鸠 鳳凤 鳴鸣 鴨鸭 鴻鸿 \
    鴿鸽 鵝鹅 鵬鹏 鶴鹤 鷗鸥 鷹鹰 鷺鹭 鸚鹦 鸞鸾 鹼碱 鹽盐 麗丽 麥麦 麵面 麼么 黃黄 黌黉 點点 黨党 黴霉 齊齐 齒齿 齡龄 龍龙 \
    龐庞 龔龚 龜龟 \
";

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    #[test]
    fn table_is_a_function_and_stable() {
        let table: BTreeMap<char, char> = pairs().collect();
        assert_eq!(table.len(), pairs().count(), "a character stands twice");
        assert!(
            TRADITIONAL_SIMPLIFIED
                .split_whitespace()
                .all(|pair| pair.chars().count() == 2)
        );
        for (traditional, simple) in table.iter() {
            assert!(
                !table.contains_key(simple),
                "{traditional} leads on to {simple}"
            );
            assert!(is_han(*traditional) && is_han(*simple));
        }
    }

    #[test]
    fn names_fold() {
        let fold = |text: &str| text.chars().map(simplified).collect::<String>();
        assert_eq!(
            fold("浙江大華 億緯鋰能 宇樹科技 速騰聚創"),
            "浙江大华 亿纬锂能 宇树科技 速腾聚创"
        );
        assert_eq!(
            fold("達闥科技 藥明康德 聯洲國際 華虹半導體"),
            "达闼科技 药明康德 联洲国际 华虹半导体"
        );
    }
}
