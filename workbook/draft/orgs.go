package draft

import (
	"strings"
	"sync"
	"unicode/utf8"
)

// known is an organisation that nearly every county has.
type known struct {
	// name is the usual short name; stem is the part that speeches use: 发改, 海渔.
	name, stem string
	others     []string
	category   string
	// now is what the reforms since 2018 mostly made of it. It is only mentioned; the draft keeps the name of the text.
	now string
}

// Categories of bureaus; the words come from the catalogue.
const (
	CategoryParty      = "party"
	CategoryDepartment = "department"
	CategoryTown       = "town"
	CategoryOther      = "others"
)

// departments and parties list the usual county organisations: name | stem | other names | what it mostly became. A line
// without a stem is an organisation that no bare word means.
const (
	departments = `
发改局 | 发改 | 发展改革局 发展和改革局 发改委 发展改革委 发展和改革委员会 |
经信局 | 经信 | 经济和信息化局 经信委 | 工业和信息化局
工信局 | 工信 | 工业和信息化局 工业信息化局 |
商务局 | 商务 | 商务委 |
招商局 | 招商 | 招商促进局 招促局 投资促进局 投资促进中心 |
财政局 | 财政 | |
科技局 | 科技 | 科学技术局 |
教育局 | 教育 | |
教体局 | 教体 | 教育体育局 教育和体育局 |
人社局 | 人社 | 人力资源社会保障局 人力资源和社会保障局 |
民政局 | 民政 | |
司法局 | 司法 | |
公安局 | 公安 | |
国土局 | 国土 | 国土资源局 | 自然资源局
规划局 | 规划 | 城乡规划局 | 自然资源局
自然资源局 | 自然资源 | 自然资源和规划局 自规局 |
住建局 | 住建 | 住房城乡建设局 住房和城乡建设局 |
城管局 | 城管 | 城市管理局 综合执法局 综合行政执法局 |
环保局 | 环保 | 环境保护局 | 生态环境分局
生态环境局 | 生态环境 | 生态环境分局 |
交通局 | 交通 | 交通运输局 |
水利局 | 水利 | 水务局 |
农业局 | 农业 | | 农业农村局
农业农村局 | 农业农村 | |
农机局 | 农机 | | 农业农村局
林业局 | 林业 | 林草局 |
畜牧局 | 畜牧 | 畜牧兽医局 | 农业农村局
海渔局 | 海渔 | 海洋与渔业局 海洋和渔业局 | 海洋发展局
海洋发展局 | | |
文旅局 | 文旅 | 文化和旅游局 文化旅游局 文广旅局 |
旅游局 | 旅游 | | 文化和旅游局
卫健局 | 卫健 | 卫生健康局 卫健委 |
卫计局 | 卫计 | 卫生和计划生育局 | 卫生健康局
医保局 | 医保 | 医疗保障局 |
应急局 | 应急 | 应急管理局 |
安监局 | 安监 | 安全生产监督管理局 | 应急管理局
市场监管局 | 市场监管 | 市场监督管理局 |
工商局 | 工商 | | 市场监督管理局
食药监局 | 食药监 | 食品药品监督管理局 | 市场监督管理局
质监局 | 质监 | 质量技术监督局 | 市场监督管理局
审计局 | 审计 | |
统计局 | 统计 | |
税务局 | 税务 | |
国税局 | 国税 | | 税务局
地税局 | 地税 | | 税务局
行政审批局 | 行政审批 | 审批局 行政审批服务局 |
大数据局 | 大数据 | 大数据中心 |
退役军人局 | 退役军人 | 退役军人事务局 |
信访局 | 信访 | |
气象局 | 气象 | |
供销社 | 供销 | |
金融办 | 金融 | 金融工作办公室 金融服务中心 金融监管局 |
农发行 | 农发行 | 农业发展银行 |
农商行 | 农商行 | 农商银行 农村商业银行 |
扶贫办 | 扶贫 | | 乡村振兴局
乡村振兴局 | | |
大项目办 | | 大项目推进办公室 重点项目办 |
民宗局 | 民宗 | 民族宗教局 民族宗教事务局 |
粮食和物资储备局 | 粮储 | 粮储局 粮食局 |
体育局 | 体育 | |
国资委 | 国资 | 国资局 国有资产监督管理局 国资中心 |
医保中心 | | |
机关事务中心 | | 机关事务局 机关事务管理局 机关事务服务中心 |
疾控中心 | 疾控 | 疾病预防控制中心 |
海关 | | |
邮政公司 | 邮政 | 邮政局 |
烟草局 | 烟草 | 烟草专卖局 |
政务服务中心 | 政务服务 | 政务中心 |
公积金中心 | | |
园林中心 | | |
供电公司 | 供电 | |
国运公司 | 国运 | 国运集团 |
`
	parties = `
组织部 | 组织 | 委组织部 |
宣传部 | 宣传 | 委宣传部 |
统战部 | 统战 | 委统战部 |
政法委 | 政法 | 委政法委 |
纪委 | | 纪委监委 纪检监察机关 |
编办 | | 编委办 编制办 机构编制委员会办公室 |
农工办 | 农工 | 委农工办 | 农业农村局
农办 | | 委农办 |
网信办 | 网信 | |
团委 | | 团县委 团市委 共青团 |
妇联 | | |
总工会 | 工会 | |
残联 | | |
工商联 | | |
科协 | | |
武装部 | | |
法院 | | 人民法院 |
检察院 | | 人民检察院 |
`
)

// organisations holds the known organisations by all their names, and by their stems.
type organisations struct{ names, stems map[string]*known }

// library is read from the tables at its first use, as most runs read no document.
var library = sync.OnceValue(func() *organisations {
	l := &organisations{names: map[string]*known{}, stems: map[string]*known{}}
	l.add(CategoryDepartment, departments)
	l.add(CategoryParty, parties)
	return l
})

// add reads a table. If two have the same name the first counts.
func (l *organisations) add(category, table string) {
	for line := range strings.Lines(table) {
		f := strings.Split(strings.TrimSpace(line), "|")
		if len(f) != 4 {
			continue
		}
		k := &known{name: strings.TrimSpace(f[0]), stem: strings.TrimSpace(f[1]), others: strings.Fields(f[2]), category: category,
			now: strings.TrimSpace(f[3])}
		for _, n := range append([]string{k.name}, k.others...) {
			if l.names[n] == nil {
				l.names[n] = k
			}
		}
		if k.stem != "" && l.stems[k.stem] == nil {
			l.stems[k.stem] = k
		}
	}
}

// suffixes lists the endings of names of organisations, the longest first.
var suffixes = newLexicon(`
局 分局 办 办公室 委 委员会 部 厅 科 室 中心 公司 集团 银行 支行 大队 支队 中队 总队 站 所 院 医院 学校 中学 小学 社 协会 联合会
管委会 管理处 指挥部 专班 工作组 领导小组 党委 党工委 纪委 监委 监委会 纪委监委 妇联 团委 总工会 工会 残联 文联 科协 工商联 供销社 法院 检察院 红十字会
街道 街道办 街道办事处 镇 乡 社区 开发区 新区 高新区 园区 林场 农场 服务队 救援大队 救援队 电视台 融媒体中心 县 乡村振兴办 村建办 党政办 整改办 综治办
`)

// towns lists the suffixes of units below a county.
var towns = strings.Fields(`镇 乡 街道 街道办 街道办事处 开发区 新区 高新区 管委会`)

// notNames lists words that end like a name and are none.
var notNames = newLexicon(`
县 贫困县 脱贫县 试点县 示范县 强县 大县 各县 全县 我县 本县 两县 邻县 外县 该县 先进县 创建县 布局 格局 结局 全局 大局 开局 当局 全部 大部 内部 外部 干部 局部 中部 东部 西部 南部 北部 本部 部 一部 主办 承办 协办 举办 兴办 开办 创办 申办 查办 督办
交办 经办 催办 通办 代办 办 快办 联办 一次办 能办 好办 拟办 领办 会办 主委 常委 县委 市委 区委 镇委 省委 党委政府 教室 车站 网站 场所 厕所 处所 诊所 住所 学院
无烟医院 平安医院 智慧医院 文明校园 绿色学校 智慧校园 家长学校 法院系统 社 会社 合社 合作社 农社 场部 城镇 乡镇 集镇 村镇 各镇 小镇 特色小镇 城乡 下乡 进乡 家乡 园区 产业园区 小区 社区 片区 城区 山区 景区 校区 库区 老区 示范区 地区 新区
专业园区 每个园区 服务中心 中心 以中心 核心 重中 公司 分公司 子公司 集团 企业集团 银行 发行 人民政府 试点 重点 节点 难点 据点 地点 站 所 院 室 科 局 委 行 镇 乡
卡口站 加油站 分拣站 换热站 车队 部队 队 施工队 招商队 检查站 监测站 充电站 泵站 电站 变电站 服务站 医院 县医院 幼儿园 学校 中学 小学 各学校 工作组 工作专班 专班 改造工作专班
`)

// prefixes lists what may stand before a name and says which level it belongs to.
var prefixes = newLexicon(`市 县 区 镇 乡 我市 我县 市委 县委 区委 市政府 县政府 区政府 镇党委 镇政府 市人民 县人民 省`)

// heads of the county give tasks and receive reports; in a plan for bureaus they have no task.
var heads = newLexicon(`市委 市政府 县委 县政府 区委 区政府 市委市政府 县委县政府 市里 县里 区里 镇里 市 县 省委 省政府 镇党委 镇政府 党委 政府 市人大 市政协 县人大 县政协 会议 我们 我市 我县 全市 全县 全镇 各级`)

// built are the ends of what names of things that are built have in common with those of organisations: 卫生厕所, 村卫生室.
var built = newLexicon(`厕所 场所 处所 诊所 住所 卫生室 教室 实验室 阅览室 泵站 电站 变电站 充电站 换电站 加油站 换热站 中转站`)

// suffixOf gives the longest suffix that a name ends with, empty if it has none or only looks like a name.
func suffixOf(name string) string {
	if notNames.has(name) || built.ends(name) != "" || strings.HasSuffix(name, "下乡") || strings.HasSuffix(name, "城镇") || strings.HasSuffix(name, "全部") || strings.HasSuffix(name, "全县") || strings.HasSuffix(name, "各县") || strings.HasSuffix(name, "我县") || strings.HasSuffix(name, "干部") || strings.HasSuffix(name, "工作专班") {
		return ""
	}
	_, first := utf8.DecodeRuneInString(name)
	return suffixes.ends(name[first:])
}

// townLike reports whether a name is that of a town, a street office or a district that reports like one.
func townLike(name string) bool {
	for _, t := range towns {
		if strings.HasSuffix(name, t) && utf8.RuneCountInString(name) > utf8.RuneCountInString(t) {
			return true
		}
	}
	return false
}

// withoutPrefix removes 市, 县委 and the like from a name, as long as a name remains.
func withoutPrefix(name string) string {
	for _, p := range prefixes.words() {
		if rest, ok := strings.CutPrefix(name, p); ok && utf8.RuneCountInString(rest) >= 2 {
			// 县委督查室 and 县政府督查室 are two, so the longer prefix is only removed from a known name.
			if utf8.RuneCountInString(p) > 1 && !knownName(rest) {
				continue
			}
			if _, known := library().names[rest]; known || suffixOf(rest) != "" {
				return rest
			}
		}
	}
	return name
}
