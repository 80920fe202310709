package draft_test

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"duban/workbook"
	"duban/workbook/calendar"
	"duban/workbook/draft"
)

var speechDay = calendar.NewDate(2024, 9, 1)

// read makes a draft of a text and gives its tasks without the headings above them.
func read(text string) []*draft.Task {
	d := draft.Read(draft.ParseText("关于某项工作的通知\n"+text), calendar.DefaultDeadlineRules(speechDay))
	return slices.DeleteFunc(d.Tasks, func(t *draft.Task) bool { return t.Get(workbook.ColMeasure).Text == workbook.Grouping })
}

// line writes a task as: leads | supports | due | target unit | measure.
func line(t *draft.Task) string {
	target := ""
	if s := t.Get(workbook.ColTarget); s.IsNum {
		target = strings.TrimRight(strings.TrimRight(formatNumber(s.Num), "0"), ".") + t.Get(workbook.ColUnit).Text
	}
	return strings.Join([]string{strings.Join(t.Leads, "、"), strings.Join(t.Supports, "、"), t.Get(workbook.ColDue).Date.String(), target, t.Get(workbook.ColMeasure).Text}, " | ")
}

func formatNumber(f float64) string {
	whole := int(f)
	s := ""
	for n := whole; n > 0 || s == ""; n /= 10 {
		s = string(rune('0'+n%10)) + s
	}
	return s + "." + string(rune('0'+int(f*10)%10))
}

// The ways in which documents say who, when and how much, with one line for each task.
func TestWaysOfSaying(t *testing.T) {
	for _, x := range []struct {
		what, text string
		want       []string
	}{
		{"由…牵头, 等单位负责", "一、由教育局牵头，民政局、妇联等单位负责，10月底前制定托育服务方案。", []string{"教育局 | 民政局、妇联 | 2024-10-31 |  | deliverable"}},
		{"leads in order", "一、由水利局、林业局、气象局牵头，抓紧研究提出联防意见，于9月底前报县政府。", []string{"水利局、林业局、气象局 |  | 2024-09-30 |  | deliverable"}},
		{"要牵头抓总", "一、司法局要牵头抓总，两周内梳理出执法事项清单，每月调度进展情况。", []string{"司法局 |  | 2024-09-15 |  | deliverable", "司法局 |  |  |  | recurring"}},
		{"elided names", "一、对已经设立的基金，财政、国运等牵头单位要抓好运营。", []string{"财政局、国运公司 |  |  |  | deliverable"}},
		{"a town leads bureaus", "一、河口镇要牵头水利、林业等部门，11月上旬完成河道清障。", []string{"河口镇 | 水利局、林业局 | 2024-11-10 |  | deliverable"}},
		{"a town cut short", "一、河口镇要修好道路。财政局、河口、长山镇要加快论证项目。", []string{"河口镇 |  |  |  | deliverable", "财政局、河口镇、长山镇 |  |  |  | deliverable"}},
		{"groups", "一、各镇区要按计划完成改厕任务。", []string{"各镇区 |  |  |  | deliverable"}},
		{"groups side by side", "一、各乡镇各部门要建立工作台账。", []string{"各乡镇、各部门 |  |  |  | deliverable"}},
		{"a meeting stresses", "一、会议强调，要启动集镇公厕建设，确保在10月底前全面建成。", []string{" |  | 2024-10-31 |  | deliverable"}},
		{"a meeting states", "一、会议指出，校车安全要警钟长鸣。", nil},
		{"nobody named", "一、各有关单位要提前筹备展会，12月初举办。", []string{" |  | 2024-12-05 |  | deliverable"}},
		{"the work before who does it", "一、项目洽谈、信息收集，由商务局负责。所需资金300万元由财政局统筹解决。", []string{"商务局 |  |  |  | deliverable", "财政局 |  |  | 300万元 | quantity"}},
		{"two bureaus, two jobs", "一、应急局要开展隐患排查，消防大队要组织培训。", []string{"应急局 |  |  |  | deliverable", "消防大队 |  |  |  | deliverable"}},
		{"two figures, two tasks", "一、住建局要改造管网12公里，新建泵站3座。", []string{"住建局 |  |  | 12公里 | quantity", "住建局 |  |  | 3座 | quantity"}},
		{"a ceiling", "一、水务局要把漏损率控制在9%以内。", []string{"水务局 |  |  | 9% | quantity"}},
		{"明年", "一、交通局要在明年4月底前完成航道疏浚。", []string{"交通局 |  | 2025-04-30 |  | project"}},
		{"no date", "一、会后，民政局要抓紧启动社区食堂招标。", []string{"民政局 |  |  |  | deliverable"}},
		{"rhythm", "一、商务局每周汇总外出情况，月末通报项目进展。", []string{"商务局 |  |  |  | recurring"}},
		{"an order in a section that tells how things stand", "一、关于一季度经济运行情况\n会议指出，商务局一季度发放消费券300万元。会议要求，商务局要在11月底前发放消费券800万元。", []string{"商务局 |  | 2024-11-30 | 800万元 | quantity"}},
		{"a bracket behind a sentence, nothing numbered", "新建公园8处。（住建局）\n打通断头路3条。（交通局，10月底前）", []string{"住建局 |  |  | 8处 | quantity", "交通局 |  | 2024-10-31 | 3条 | quantity"}},
		{"a bracket of its own paragraph", "今年全县经济社会发展的主要预期目标是：地区生产总值增长6%左右，一般公共预算收入增长4%，规上工业增加值增长8%以上，失业率控制在5%以内。\n实施项目60个，新增企业15家。（工信局）", []string{" |  |  | 6% | quantity", " |  |  | 4% | quantity", " |  |  | 8% | quantity", " |  |  | 5% | quantity", "工信局 |  |  | 60个 | quantity", "工信局 |  |  | 15家 | quantity"}},
		{"the past", "一、上半年，教育局新建学校3所，得到省厅肯定。", nil},
		{"attitude", "一、各级各部门要提高政治站位，增强责任感。", nil},
		{"others", "一、省督查组将于9月中旬到各地督查。", nil},
		{"several works alike", "一、南环大桥、城北客运站年内要确保开工。", []string{" |  | 2024-12-31 |  | project", " |  | 2024-12-31 |  | project"}},
		{"one helps another", "一、请司法局、审计局协助城建公司清理合同，7月20日前提交报告。请各镇配合交通局办好征地手续。", []string{"城建公司 | 司法局、审计局 |  |  | deliverable", "交通局 | 各镇 |  |  | deliverable"}},
		{"主办 and 协办", "一、请林业局主办、气象局协办，一个月内查清全部古树。", []string{"林业局 | 气象局 | 2024-10-01 |  | deliverable"}},
		{"asked behind what it is about", "一、户外广告请城管局会同市场监管局每季度检查一次。", []string{"城管局 | 市场监管局 |  |  | recurring"}},
		{"elided names that nobody knows", "一、由应急局牵头，12月1日前组织一次演练，卫健、电力、通信等单位参加。", []string{"应急局 | 卫健局、电力、通信 | 2024-12-01 |  | deliverable"}},
		{"a leader by name", "一、由副县长陈立群负责，11月底前约谈施工企业。", []string{" |  | 2024-11-30 |  | deliverable"}},
		{"no bureau works", "一、民政局要办好食堂；供热、供气企业要把抢修队伍由12支扩充到20支。", []string{"民政局 |  |  |  | deliverable", " |  |  | 20支 | quantity"}},
		{"where things stand and where they go", "一、把自来水普及率由91%提高到96%。", []string{" |  |  | 96% | quantity"}},
		{"how large a thing is", "一、建成全长8公里的环湖绿道，配套驿站5处。", []string{" |  |  |  | deliverable", " |  |  | 5处 | quantity"}},
		{"a figure for each thing", "一、年内新增民宿12家、星级饭店2家。", []string{" |  | 2024-12-31 | 12家 | quantity", " |  | 2024-12-31 | 2家 | quantity"}},
		{"one purchase", "一、城管局购置铲雪车3台、融雪剂200吨和防滑链500条。", []string{"城管局 |  |  | 3台 | quantity"}},
		{"a purchase and a building", "一、城管局购置铲雪车3台、新建料库2座。", []string{"城管局 |  |  | 3台 | quantity", "城管局 |  |  | 2座 | quantity"}},
		{"who and when in a bracket before the work", "一、改善环境\n3.【牵头单位：住建局；完成时限：11月底前】改造公厕9处。", []string{"住建局 |  | 2024-11-30 | 9处 | quantity"}},
		{"a bracket before several sentences", "一、改善环境\n3.【牵头单位：住建局】11月底前改造公厕9处。12月底前更换路灯240盏。", []string{
			"住建局 |  | 2024-11-30 | 9处 | quantity", "住建局 |  | 2024-12-31 | 240盏 | quantity"}},
		{"portions that have a limit each", "一、排查7处易涝点，10月15日前完成4处，剩余3处10月20日前销号。（住建局牵头）", []string{
			"住建局 |  | 2024-10-20 | 7处 | quantity"}},
		{"a ceiling in a range", "一、工信局要把停产企业控制在3—5家以内。", []string{"工信局 |  |  | 5家 | quantity"}},
		{"who is at the head of a town", "一、白沙镇镇长负总责，10月底前拆除违建12处。石桥乡党委书记牵头，11月底前拆除旱厕30座。", []string{"白沙镇 |  | 2024-10-31 | 12处 | quantity", "石桥乡 |  | 2024-11-30 | 30座 | quantity"}},
		{"who does it in a bracket behind each of several in one breath", "一、抓好“开门红”。会议要求，一要加快项目开工，9月底前新开工项目10个；（责任单位：发改局、各镇）二要强化要素保障，9月20日前完成12个项目的用地报批；（责任单位：自然资源局）三要抓好企业纾困，每月报告进展。（责任单位：工信局）", []string{
			"发改局、各镇 |  | 2024-09-30 | 10个 | quantity", "自然资源局 |  | 2024-09-20 | 12个 | quantity", "工信局 |  |  |  | recurring"}},
		{"the same without numbers", "一、抓好“开门红”。9月底前新开工项目10个；（责任单位：发改局）9月20日前完成12个项目的用地报批；（牵头单位：自然资源局）10月底前改造公厕9处。（责任单位：住建局）", []string{
			"发改局 |  | 2024-09-30 | 10个 | quantity", "自然资源局 |  | 2024-09-20 | 12个 | quantity", "住建局 |  | 2024-10-31 | 9处 | quantity"}},
		{"whose plan is agreed to, and what a meeting orders of others besides", "二、湖东片区改造\n会议同意住建局提出的方案，由住建局修改完善后印发。会议要求，9月15日前完成签约326户；10月底前拆除房屋11.8万平方米。（责任单位：住建局、湖东街道；配合单位：财政局）", []string{
			"住建局 | 财政局 |  |  | deliverable", "住建局、湖东街道 | 财政局 | 2024-09-15 | 326户 | quantity", "住建局、湖东街道 | 财政局 | 2024-10-31 | 118000平方米 | quantity"}},
		{"money that a meeting agrees to, and who pays it", "五、其他事项\n会议同意拨付疾控中心实验室项目资金680万元，由财政局负责在本月内拨付。", []string{"财政局 |  | 2024-09-30 | 680万元 | quantity"}},
		{"two brackets", "一、修建驿站3处，12月底前完成。（责任单位：文旅局）（配合单位：交通局）", []string{"文旅局 | 交通局 | 2024-12-31 | 3处 | quantity"}},
		{"what things cost", "一、文旅局负责，图书3万册，价值80万元，10月底前入库。气象局建成雨量站18个，投资216万元，11月底前联网运行。", []string{"文旅局 |  | 2024-10-31 | 30000册 | quantity", "气象局 |  | 2024-11-30 | 18个 | quantity"}},
		{"a range", "一、科技局年内培育创新平台3—5家。卫健局要把平均候诊时间控制在15至20分钟。", []string{"科技局 |  | 2024-12-31 | 3家 | quantity", "卫健局 |  |  |  | deliverable"}},
		{"how long something may take", "一、审批局要把审批时间由20天压缩至10天。不动产中心要改进服务，办证用时不超过3个工作日。", []string{"审批局 |  |  | 10天 | quantity", "不动产中心 |  |  | 3工作日 | quantity"}},
		{"how far a figure may go", "一、财政局牵头，收入完成18.6亿元，力争达到19亿元。", []string{"财政局 |  |  | 18.6亿元 | quantity"}},
		{"a portion with an aim, a portion with a limit", "一、发改局负责，固定资产投资增长9%，其中工业技改投资增长15%。财政局安排资金800万元，其中10月底前拨付500万元。", []string{"发改局 |  |  | 9% | quantity", "发改局 |  |  | 15% | quantity", "财政局 |  |  | 800万元 | quantity"}},
		{"growth that is aimed at, growth that came", "一、发改局负责，地区生产总值同比增长6%以上。进出口同比增长7%。", []string{"发改局 |  |  | 6% | quantity"}},
		{"a bureau before a colon", "一、教育局、文旅局：10月22日前排查学校和景区风险点。", []string{"教育局、文旅局 |  | 2024-10-22 |  | deliverable"}},
		{"what a list says once", "一、教育局年内新建公办幼儿园2所、改扩建3所。", []string{"教育局 |  | 2024-12-31 | 2所 | quantity", "教育局 |  | 2024-12-31 | 3所 | quantity"}},
		{"a step by a day", "一、环保局负责，对20家企业开展整治，10月底前完成8家，年底前全部完成。", []string{"环保局 |  | 2024-12-31 | 20家 | quantity"}},
		{"a closed half year", "一、抓好技能培训，下半年完成30场轮训。", []string{" |  | 2024-12-31 | 30场 | quantity"}},
		{"named behind several items", "一、理顺食堂管理。1.组建采购队伍。计划选聘采购员，遴选专职会计。2.经费有了保障。制定食堂经费管理办法。3.会后由教育局牵头，联合财政局、人社局，抓紧启动人员选聘、经费保障等工作，10月份组织实施。", []string{"教育局 | 财政局、人社局 | 2024-10-31 |  | deliverable", "教育局 | 财政局、人社局 | 2024-10-31 |  | deliverable", "教育局 | 财政局、人社局 | 2024-10-31 |  | deliverable"}},
		{"hand in hand", "一、林业、气象部门要密切配合，林业局抓好林区巡护，气象局做好火险预警。", []string{"林业局 | 气象局 |  |  | deliverable", "气象局 | 林业局 |  |  | deliverable"}},
		{"done and left", "一、去年完成了30公里管网，下步水利局要加快改造剩余的50公里管网。", []string{"水利局 |  |  | 80公里 | quantity"}},
		{"who is meant by a size", "一、农业局对种植50亩以上的大户进行走访。", []string{"农业局 |  |  |  | deliverable"}},
		{"limits behind names", "一、修复古桥6座。（责任单位：文旅局、各乡镇，11月底前完成）", []string{"文旅局、各乡镇 |  | 2024-11-30 | 6座 | quantity"}},
		{"heaps of problems", "一、由环保局负责，抓好督察交办问题、群众反映问题的整改。", []string{"环保局 |  |  |  | rectification", "环保局 |  |  |  | rectification"}},
		{"a limit before all of a sentence", "一、到2024年底，全县污水处理率达到98%，再生水利用率达到30%。", []string{" |  | 2024-12-31 | 98% | quantity", " |  | 2024-12-31 | 30% | quantity"}},
		{"a limit behind all of a sentence", "一、城管局要修补人行道30处，更换井盖200个，11月底前全部完成。", []string{"城管局 |  | 2024-11-30 | 30处 | quantity", "城管局 |  | 2024-11-30 | 200个 | quantity"}},
		{"what matters most", "一、文旅局要抓好景区公厕日常保洁，尤其要针对国庆长假开展专项检查。", []string{"文旅局 |  |  |  | deliverable", "文旅局 |  |  |  | deliverable"}},
		{"what a higher level gives", "一、水利局要推进12座水库除险加固，争取省级补助资金。", []string{"水利局 |  |  | 12座 | quantity", "水利局 |  |  |  | deliverable"}},
		{"a plan to set something up", "一、计划依托供销社增设农资服务站，专门负责统一配送。", []string{" |  |  |  | deliverable"}},
		{"several things to be there in the end", "一、要用好人才公寓，建好“归雁创业园”“青年驿站”等平台，构建集孵化、融资、培训于一体的服务体系。", []string{" |  |  |  | deliverable", " |  |  |  | deliverable", " |  |  |  | deliverable"}},
		{"leaders who see to what is asked", "一、要全面落实“林长制”，各包片县级领导要加强实地督导，抓好山林防火巡护。", []string{" |  |  |  | deliverable"}},
		{"the county itself, at the year's end", "一、县里将根据测评结果，在年终考核中对各单位进行加减分。", []string{" |  | 2024-12-31 |  | deliverable"}},
		{"money, who and by when", "一、征地补偿款900万元县财政局10月底前拨付。", []string{"县财政局 |  | 2024-10-31 | 900万元 | quantity"}},
		{"the work named before who is asked", "一、东街等4处破损路面修补，请公路站倒排工期，10月底前完工。", []string{"公路站 |  | 2024-10-31 | 4处 | quantity"}},
		{"so many are dealt with", "一、对12家停产企业，由工信局牵头，逐家提出处置意见。", []string{"工信局 |  |  | 12家 | quantity"}},
		{"of which kind the many are", "一、工信局对产值降幅超过10%的26家企业逐户走访。", []string{"工信局 |  |  | 26家 | quantity"}},
		{"so often, of what is put right", "一、各镇每月开展一次人居环境整治评比，每季度通报一次。", []string{"各镇 |  |  |  | recurring"}},
		{"a plan with a limit of its own", "一、会后由民政局牵头，抓紧启动食堂选址、设备采购等工作，相关方案9月中旬要论证完毕，提交县政府研究，10月份组织实施。", []string{"民政局 |  | 2024-10-31 |  | deliverable", "民政局 |  | 2024-09-20 |  | deliverable"}},
		{"named right behind an item", "一、理顺食堂管理。1.明确供餐方式。计划建立中央厨房。2.建立轮值检查、家长陪餐、结果公示三项制度，确保食品安全。会后由教育局牵头，抓紧启动仓库选址、设备采购等工作。", []string{" |  |  |  | deliverable", "教育局 |  |  | 3项 | quantity", "教育局 |  |  |  | deliverable"}},
		{"a list that says how many it holds", "一、健全机制。要建立会商研判、分片包保、信息共享三项机制，确保信息畅通。", []string{" |  |  | 3项 | quantity"}},
		{"a heading that counts what is to be done", "一、抓好清廉建设。1.落实营商环境18项重点任务。各部门要逐条制定措施，每月报送进展。", []string{" |  |  | 18项 | quantity", "各部门 |  |  |  | recurring"}},
		{"projects together and one of them apart", "一、对东部水厂、城北客运站、滨河快速路等重点工程，各责任单位要抓紧调度，其中滨河快速路年内要确保通车。", []string{" |  |  |  | recurring", " |  |  |  | recurring", " |  | 2024-12-31 |  | project"}},
		{"what is behind and what to do about it", "一、抓好抗旱。18个水源工程中，东岭、西沟两处还在办理用地手续，进度滞后。会后，水利局、东岭镇要逐项研究，手续不全的要加快办理。", []string{"水利局、东岭镇 |  |  | 18个 | quantity"}},
		{"everyone for their own field", "一、人社局牵头，住建局、水利局等行业主管部门各负其责，11月底前开展一次欠薪排查，发现一起处置一起。", []string{"人社局 | 住建局、水利局 | 2024-11-30 |  | deliverable"}},
		{"who is to help, in an order", "一、交通局要抓好征地扫尾，各相关镇要全力配合，11月15日前交地。", []string{"交通局 | 各镇 | 2024-11-15 |  | deliverable"}},
		{"one by one", "一、兜牢底线。民政局对散居孤儿逐一探访。供销社对农资门店逐店过一遍。", []string{"民政局 |  |  |  | deliverable", "供销社 |  |  |  | deliverable"}},
		{"a figure for each thing, behind a limit", "一、自然资源局四季度处置闲置厂房3万平方米、闲置土地200亩。", []string{"自然资源局 |  | 2024-12-31 | 30000平方米 | quantity", "自然资源局 |  | 2024-12-31 | 200亩 | quantity"}},
		{"spoken", "一、水利局马上派人来看，国庆节前解决。公路站、东岭镇一起把它补齐。", []string{"水利局 |  | 2024-09-30 |  | deliverable", "公路站、东岭镇 |  |  |  | deliverable"}},
		{"so many there are", "一、房产证拖得太久，一共312户，不动产登记中心要一户一户地办，年底前办结。", []string{"不动产登记中心 |  | 2024-12-31 | 312户 | quantity"}},
		{"a leader who sees to all of it", "一、由国资委牵头，10月15日前摸清底数。副市长贺兰山负责统筹协调。", []string{"国资委 |  | 2024-10-15 |  | deliverable"}},
		{"a figure without a verb", "一、民政局要推进殡葬改革，节地生态安葬率不低于60%，公益性公墓覆盖率目标90%。", []string{"民政局 |  |  | 60% | quantity", "民政局 |  |  | 90% | quantity"}},
		{"how often, said of one who was asked before", "一、教育局要公布招生细则；住建局、公安局配合做好信息核验，教育局每周会商一次。", []string{"教育局 |  |  |  | deliverable", "教育局 | 住建局、公安局 |  |  | recurring"}},
		{"works of one heading, each with its limit", "一、交通局要加快重点工程进度，其中沿河公路11月底前复工，北沟大桥汛期前完工。", []string{"交通局 |  |  |  | deliverable", "交通局 |  | 2024-11-30 |  | project", "交通局 |  |  |  | project"}},
		{"a day of what it leads to", "一、应急局11月底前对企业开展一轮检查，确保春节前隐患清零。", []string{"应急局 |  | 2024-11-30 |  | deliverable"}},
		{"a plan beside an order", "一、商务局要优化招商职能，计划依托大项目办设立专班，专门负责项目帮办。", []string{"商务局 |  |  |  | deliverable", "商务局 |  |  |  | deliverable"}},
		{"all who are meant", "一、各项工作都要对照目标“回头看”，找出差距和短板，必须拿出措施。", []string{" |  |  |  | deliverable"}},
		{"what was counted before, each of it", "一、健全体系。前期，市里确定了5个方面、23项具体任务。各部门要制定配套方案，把每项任务抓好落实。", []string{"各部门 |  |  |  | deliverable", "各部门 |  |  | 23项 | quantity"}},
		{"two kinds in one breath, an hour and a day", "一、公路局立即对23处易结冰路段、5座桥梁再巡查一遍，9月6日20时前完成。", []string{"公路局 |  | 2024-09-06 | 23处 | quantity", "公路局 |  | 2024-09-06 | 5座 | quantity"}},
		{"a verb that no table has, and who pays", "一、应急局备勤4支除雪队、15台铲雪车，所需资金由财政局解决。", []string{"应急局 | 财政局 |  | 4支 | quantity", "应急局 | 财政局 |  | 15台 | quantity"}},
		{"a verb that no table has, behind where", "一、公安局要搞一次联合检查，10月15日前完成。同时在校门口装12个摄像头、4处报警器，钱由财政局解决。", []string{"公安局 |  | 2024-10-15 |  | deliverable", "公安局 | 财政局 |  | 12个 | quantity", "公安局 | 财政局 |  | 4处 | quantity"}},
		{"limits that count from what may happen", "一、电力公司要加强巡线，一旦断电，2小时内抢修。活动结束后2日内，请各单位将应对情况报县应急办。", []string{"电力公司 |  |  |  | deliverable", " |  |  |  | deliverable"}},
		{"what must not fail", "一、严防断供。电力、通信企业要确保主干线路不中断。", []string{" |  |  |  | deliverable"}},
		{"a preamble, others' failings, what the work is to come to", "一、几点说明。8月22日至23日，市安委办对52家企业进行了抽查，现将情况通报如下。鸿达木业、金石矿业2家企业未按规定开展培训。努力打造平安样板。", nil},
		{"those who see to it badly", "一、市委督查室每月开展一次“回头看”，对整改不力的予以通报批评。", []string{"市委督查室 |  |  |  | recurring"}},
		{"a share that comes of the work", "一、统计局要会同应急局建好企业底册，确保四季度纳管率不低于95%。", []string{"统计局 | 应急局 | 2024-12-31 | 95% | quantity"}},
		{"works of one kind, each with its limit", "一、由水利局牵头，年底前完成东岭水库除险加固，北沟水库除险加固明年3月底前完成。", []string{
			"水利局 |  | 2024-12-31 |  | deliverable", "水利局 |  | 2025-03-31 |  | deliverable"}},
		{"two works in a list, each with its limit", "一、水利局要在12月底前完成东岭水库除险加固、明年3月底前完成北沟水库除险加固。", []string{
			"水利局 |  | 2024-12-31 |  | deliverable", "水利局 |  | 2025-03-31 |  | deliverable"}},
		{"buildings that end like bureaus", "一、城北客运站10月底前开工，南湖公园12月底前建成开放。（牵头单位：住建局、交通局）\n二、教育局牵头，实验小学12月底前完成主体，实验幼儿园明年5月底前完成装修。", []string{
			"住建局、交通局 |  | 2024-10-31 |  | project", "住建局、交通局 |  | 2024-12-31 |  | deliverable",
			"教育局 |  | 2024-12-31 |  | deliverable", "教育局 |  | 2025-05-31 |  | deliverable"}},
		{"one work step by step", "一、交通局负责，青石桥10月底前开工，主体工程12月底前完工。", []string{"交通局 |  | 2024-12-31 |  | project"}},
		{"whom to call", "一、各乡镇要明确1名分管负责同志和1名联络员，9月15日前报县应急局。组织部要培训村级负责人300名。", []string{
			"各乡镇 |  | 2024-09-15 |  | deliverable", "组织部 |  |  | 300名 | quantity"}},
		{"everyone at every level", "一、各级各部门要于11月底前完成自查。请各单位9月20日前将方案报县政府办。", []string{"各部门 |  | 2024-11-30 |  | deliverable", " |  | 2024-09-20 |  | deliverable"}},
		{"figures of the air", "一、环保局要把细颗粒物浓度降至38微克/立方米，优良天数比例不低于80%。", []string{"环保局 |  |  | 38微克/立方米 | quantity", "环保局 |  |  | 80% | quantity"}},
		{"a meeting orders where a section tells how things stand", "一、关于安全生产工作情况\n会议要求，应急局要盯紧重点时段，确保不发生较大以上事故。消防大队要开展检查。\n会议指出，交通局要警钟长鸣。", []string{
			"应急局 |  |  |  | deliverable", "消防大队 |  |  |  | deliverable"}},
		{"when people meet, and the next matter", "一、下次调度会定于11月20日上午9:00召开。\n审计局要整理档案。", []string{"审计局 |  |  |  | deliverable"}},
		{"what comes again, asked of nobody by name", "一、抓好重点时段巡护，每天巡山不少于2次。\n每周五前报送巡查情况。", []string{" |  |  |  | recurring", " |  |  |  | recurring"}},
		{"asked in a word of haste", "一、县气象局及时发布预警，各乡镇迅速转移群众。", []string{"县气象局 |  |  |  | deliverable", "各乡镇 |  |  |  | deliverable"}},
		{"lists below names", "教育局：\n1.新建幼儿园2所。\n2.巩固率保持在99%以上。\n文旅局、广电中心\n（1）举办桃花节，接待游客30万人次以上。\n（2）送戏下乡120场。", []string{
			"教育局 |  |  | 2所 | quantity", "教育局 |  |  | 99% | quantity", "文旅局、广电中心 |  |  | 300000人次 | quantity", "文旅局、广电中心 |  |  | 120场 | quantity"}},
		{"a problem, what is done about it", "一、问题：园区用工缺口较大，约1200人。\n整改措施：组织招聘会6场；开展培训800人。\n责任单位：人社局\n整改时限：11月30日", []string{
			"人社局 |  | 2024-11-30 | 6场 | quantity", "人社局 |  | 2024-11-30 | 800人 | quantity"}},
		{"a zone among others, a word of haste before how long", "一、开发区、河口镇要把剩下的220亩地11月15日前交出来。发改局提前一天把进度表报给我。", []string{
			"开发区、河口镇 |  | 2024-11-15 | 220亩 | quantity", "发改局 |  |  |  | deliverable"}},
		{"each of a list is no rhythm", "一、发改局要把任务分解到每个项目、每个月，9月10日前完成。", []string{"发改局 |  | 2024-09-10 |  | deliverable"}},
		{"a figure for each week", "一、县融媒体中心要开设专栏，每周刊发报道不少于3篇。", []string{"县融媒体中心 |  |  |  | recurring"}},
		{"who pays, nobody named", "一、2024年新建乡镇商贸中心5个、改造便民店60家，所需资金由财政局统筹安排。", []string{
			" | 财政局 | 2024-12-31 | 5个 | quantity", " | 财政局 | 2024-12-31 | 60家 | quantity"}},
		{"who is asked is counted", "一、县考核办要公布结果；排名靠后的3个单位要作出书面检查。", []string{"县考核办 |  |  |  | deliverable", " |  |  |  | deliverable"}},
		{"what a leader wrote", "一、县长批示：“请水利局牵头，会同公安局，一周内拿出意见。对12条河道开展一次排查，10月底前完成。”", []string{
			"水利局 | 公安局 | 2024-09-08 |  | deliverable", " |  | 2024-10-31 | 12条 | quantity"}},
		{"days into another year", "一、2024年10月1日至2025年3月31日，PM2.5平均浓度控制在46微克/立方米以内，优良天数比例达到78%以上。", []string{
			" |  | 2025-03-31 | 46微克/立方米 | quantity", " |  | 2025-03-31 | 78% | quantity"}},
		{"what a bureau is to do this year", "一、自然资源局今年要报批用地3500亩，消化批而未供土地1200亩、闲置土地600亩。", []string{
			"自然资源局 |  |  | 3500亩 | quantity", "自然资源局 |  |  | 1200亩 | quantity", "自然资源局 |  |  | 600亩 | quantity"}},
		{"which building sites", "一、住建局要推动5000平方米以上建筑工地全部安装监测设备。", []string{"住建局 |  |  |  | deliverable"}},
		{"a figure by a day, and all of it by another", "一、10月底前，住建局完成1.2万户取暖改造，11月15日前全部通气到户。", []string{"住建局 |  | 2024-11-15 | 12000户 | quantity"}},
		{"days that are over", "一、8月4日至8日，安委办组织3个督查组，对46家企业开展了督查。应急局要开展“回头看”。", []string{"应急局 |  |  |  | deliverable"}},
		{"what recurs, besides a figure", "一、治理散煤。10月底前完成1.2万户改造。对散煤复燃实行排查，每周巡查不少于一次。（责任单位：发改局）", []string{
			"发改局 |  | 2024-10-31 | 12000户 | quantity", "发改局 |  |  |  | recurring"}},
		{"a change besides a bound", "一、秸秆综合利用率稳定在92%以上，火点数量同比下降30%。（责任单位：农业农村局）", []string{
			"农业农村局 |  |  | 92% | quantity", "农业农村局 |  |  | 30% | quantity"}},
		{"who is at the head of towns", "一、各乡镇党政主要负责人每月外出招商不少于1次。", []string{"各乡镇 |  |  |  | recurring"}},
		{"rest of one thing, share of another", "一、住建局12月底前完成剩余2360户，确保完成率100%。", []string{
			"住建局 |  | 2024-12-31 | 2360户 | quantity", "住建局 |  |  | 100% | quantity"}},
		{"what the report is about", "一、各乡镇举一反三，11月底前将整改报告报县安委办。", []string{"各乡镇 |  | 2024-11-30 |  | deliverable"}},
		{"who is named below a heading", "一、市容整治\n责任单位：城管局、住建局\n1.取缔马路市场3处。\n2.10月底前新增停车泊位1500个。", []string{
			"城管局、住建局 |  |  | 3处 | quantity", "城管局、住建局 |  | 2024-10-31 | 1500个 | quantity"}},
		{"a numbered problem, who and when, what is done about it", "问题一：矿山修复滞后，应治理面积3260亩，仅完成1105亩。\n整改目标：完成2155亩修复任务。\n整改时限：10月底\n责任单位：自然资源局\n整改措施：编制修复方案，按月调度。", []string{
			"自然资源局 |  | 2024-10-31 | 2155亩 | quantity", "自然资源局 |  | 2024-10-31 |  | recurring"}},
		{"a numbered problem and what is done about it in one paragraph", "问题一：路灯损坏。由住建局10月底前修复路灯36盏。", []string{"住建局 |  | 2024-10-31 | 36盏 | quantity"}},
		{"whom a heading names, when an item says itself", "一、市容整治\n责任单位：城管局\n1.取缔马路市场3处。完成时限：10月底", []string{"城管局 |  | 2024-10-31 | 3处 | quantity"}},
		{"what is done with those found", "一、城管局10月底前排查摊点，对没有手续的，依法取缔。", []string{"城管局 |  | 2024-10-31 |  | deliverable"}},
		{"rates of two things", "一、文明手册入户率、知晓率分别达到95%和90%。（责任单位：宣传部）", []string{"宣传部 |  |  | 95% | quantity", "宣传部 |  |  | 90% | quantity"}},
		{"rates of town and country", "一、城乡居民人均可支配收入分别增长5%、6.5%。（责任单位：发改局）", []string{"发改局 |  |  | 5% | quantity", "发改局 |  |  | 6.5% | quantity"}},
		{"sites with a limit each", "一、培育产业。推动立讯二期10月投产、华创光电11月竣工、芯源项目12月开工。（责任单位：工信局）", []string{
			"工信局 |  | 2024-10-31 |  | deliverable", "工信局 |  | 2024-11-30 |  | project", "工信局 |  | 2024-12-31 |  | project"}},
		{"what one thing comes to, behind another", "一、粮食播种面积稳定在58.6万亩以上，总产量达5.2亿斤。（责任单位：农业农村局）", []string{
			"农业农村局 |  |  | 586000亩 | quantity", "农业农村局 |  |  | 520000000斤 | quantity"}},
		{"besides, by a day", "一、住建局储备抽排设备30台套，并于9月底前组织一次演练。", []string{"住建局 |  |  | 30台套 | quantity", "住建局 |  | 2024-09-30 |  | deliverable"}},
		{"notice to those who fail", "一、各部门要于9月5日前完成事项梳理，逾期未完成的予以通报。", []string{"各部门 |  | 2024-09-05 |  | deliverable"}},
		{"a whole year's work", "一、把握要求。县里要查漏补缺，确保全年任务如期完成。", []string{" |  | 2024-12-31 |  | deliverable"}},
	} {
		var got []string
		for _, task := range read(x.text) {
			got = append(got, line(task))
		}
		if !slices.Equal(got, x.want) {
			t.Errorf("%s: %s\n got %q\nwant %q", x.what, x.text, got, x.want)
		}
	}
}

// Every value keeps the place of the characters that it was read from.
func TestPlaces(t *testing.T) {
	for _, m := range measured {
		doc := readDoc(t, m.file)
		d := draft.Read(doc, calendar.DefaultDeadlineRules(speechDay))
		n := 0
		for _, task := range d.Tasks {
			for col, s := range task.Fields {
				if s.At.IsZero() || s.At.Cell != "" || s.Quote == "" || s.At.From == s.At.To {
					continue
				}
				para := []rune(d.Paragraphs[s.At.Para-1])
				if s.At.To > len(para) {
					t.Fatalf("%s: %s %s: characters %d to %d of %d", m.file, task.ID, col, s.At.From, s.At.To, len(para))
				}
				here := string(para[s.At.From:s.At.To])
				if utf8.RuneCountInString(here) == utf8.RuneCountInString(s.Quote) && here != s.Quote {
					t.Errorf("%s: %s %s: %q stands at its place, not %q", m.file, task.ID, col, here, s.Quote)
				}
				n++
			}
		}
		if n == 0 && !isTable(readText(t, m.file)) {
			t.Errorf("%s: no value has a place", m.file)
		}
	}
}

// The same text gives the same draft, wherever it is and however often it is read, with full-width or half-width punctuation.
func TestSameTextSameDraft(t *testing.T) {
	text := "一、由教育局牵头，民政局配合，10月底前建成食堂12处；住建局负责，年底前改造管网30公里。"
	want := linesOf(read(text))
	half := strings.NewReplacer("，", ",", "；", ";").Replace(text)
	if got := linesOf(read(half)); !slices.Equal(got, want) {
		t.Errorf("half width: %q, want %q", got, want)
	}
	if got := linesOf(read("　　" + text)); !slices.Equal(got, want) {
		t.Errorf("indented: %q, want %q", got, want)
	}
	twice := read(text + "\n" + strings.Replace(text, "一、", "二、", 1))
	if got := linesOf(twice); !slices.Equal(got, append(slices.Clone(want), want...)) {
		t.Errorf("twice: %q", got)
	}
}

func linesOf(tasks []*draft.Task) []string {
	var out []string
	for _, t := range tasks {
		out = append(out, line(t))
	}
	return out
}

// No text makes reading panic, and the place of every value is within its paragraph.
func FuzzRead(f *testing.F) {
	for _, m := range measured {
		if text := readText(f, m.file); !isTable(text) {
			f.Add(string(text))
		}
	}
	f.Add("一、由\n（一）\n1.\n牵头单位：\n（责任单位：）")
	f.Add("| 任务 | 责任单位 |\n| | |\n| 修路 | 交通局 |")
	f.Add("| 任务 | 责任单位 |\n| | |\n| \xe4\xbf\xfa\x00\x00\xfa | 交通局 |")
	f.Fuzz(func(t *testing.T, text string) {
		d := draft.Read(draft.ParseText(text), calendar.DefaultDeadlineRules(speechDay))
		for _, task := range d.Tasks {
			for col, s := range task.Fields {
				if s.At.IsZero() || s.At.Cell != "" {
					continue
				}
				if n := utf8.RuneCountInString(d.Paragraphs[s.At.Para-1]); s.At.From < 0 || s.At.From > s.At.To || s.At.To > n {
					t.Errorf("%s: characters %d to %d of %d", col, s.At.From, s.At.To, n)
				}
			}
		}
	})
}

// Figures in sections about the past become indicators. If the document sets a task for the same figure, the indicator names it.
func TestIndicators(t *testing.T) {
	d := draft.Read(draft.ParseText(`政府工作报告
一、去年工作回顾
全县地区生产总值完成210亿元、增长5.4%，外贸进出口增长6%、高出计划1个百分点。
二、今年工作目标
由统计局牵头，地区生产总值增长6%以上。`), calendar.DefaultDeadlineRules(speechDay))
	var got []string
	for _, i := range d.Indicators {
		line := i.Title.Text + " " + formatNumber(i.Latest.Num) + i.Unit.Text
		if i.Planned.IsNum {
			line += " of " + formatNumber(i.Planned.Num)
		}
		if i.Task != nil {
			line += " by " + strings.Join(i.Task.Leads, "、")
		}
		got = append(got, line)
	}
	want := []string{"地区生产总值 210.0亿元", "地区生产总值增速 5.4% of 6.0 by 统计局", "外贸进出口增速 6.0% of 5.0"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q\nwant %q", got, want)
	}
}

// A title says what is done to what, wherever that is in the sentence.
func TestTitles(t *testing.T) {
	for _, x := range []struct{ text, want string }{
		{"一、教育局要对全县64辆校车逐车检查，8月20日前完成。", "对全县64辆校车逐车检查"},
		{"一、要全面落实“林长制”，各包片县级领导要加强实地督导。", "落实“林长制”"},
		{"一、民生领域的其他工作，也要量力而行，作出的承诺一定要兑现。", "民生领域的其他工作：作出的承诺一定要兑现"},
		{"一、对已经设立的产业基金，财政局要促进与国企的合作。", "对已经设立的产业基金促进与国企的合作"},
		{"一、会后由民政局牵头，抓紧启动食堂选址、设备采购等工作，相关方案9月中旬论证完毕，10月份组织实施。", "启动食堂选址、设备采购等工作"},
		{"一、抓好抗旱。18个水源工程中，东岭、西沟两处还在办理用地手续，进度滞后。会后，水利局要一项一策制定措施。", "18个水源工程：一项一策制定措施"},
		{"一、由发改局牵头，充分论证方案可行性，争取9月底前印发实施。", "充分论证方案可行性，印发实施"},
		{"一、小饭桌要管起来。一共27家，由市场监管局牵头，10月15号前全部过一遍。", "全部过一遍"},
		{"一、水利局推进防洪堤二期，12月底前完成招标，明年6月底前主体完工。", "推进防洪堤二期，完成招标"},
		{"一、交通局要加快推进县道改造工程，10月底前完成路基施工，12月20日前建成通车。", "推进县道改造工程"},
		{"一、交通局要推进县道改造工程，10月底前完成路基施工20公里，12月20日前建成通车。", "完成路基施工20公里"},
		{"一、水利局负责，云岭水库除险加固工程11月底前完成主体工程，年底前完成蓄水验收。", "云岭水库除险加固工程"},
		{"一、供电公司要对地下配电房进行排查，10月28日前报送清单。", "对地下配电房进行排查，报送清单"},
		{"一、石桥乡对辖区11处低洼院落逐户登记，落实转移路线。", "对辖区11处低洼院落逐户登记"},
		{"一、水利局10月底前完成83座水库、36处山塘安全鉴定。", "完成83座水库安全鉴定"},
		{"一、国网明河供电公司要在10月底前更换电表1200只。", "更换电表1200只"},
		{"一、财政局牵头，收入完成18.6亿元，力争达到19亿元。", "收入完成18.6亿元"},
		{"一、截污管网剩余的3.8公里要在11月底前贯通。", "截污管网剩余的3.8公里贯通"},
		{"一、把握要求。县里要查漏补缺，确保全年任务如期完成。", "全年任务如期完成"},
		{"一、供电公司对园区“一户一表”，11月底前改造完成。", "对园区“一户一表”改造完成"},
		{"一、关于县一中扩建项目\n由教育局牵头，抓紧办理用地手续，力争10月底前开工。", "县一中扩建项目：抓紧办理用地手续，开工"},
		{"一、培育产业。推动立讯二期10月投产、华创光电11月竣工。（责任单位：工信局）", "立讯二期投产"},
		{"一、新建的两所学校，住建局8月底前必须交付。", "新建的两所学校交付"},
	} {
		if got := read(x.text); len(got) == 0 || got[0].Get(workbook.ColTitle).Text != x.want {
			t.Errorf("%s: got %q, want %q", x.text, titlesOf(got), x.want)
		}
	}
}

// The cost of things does not make their number doubtful.
func TestCostsAreNoFigures(t *testing.T) {
	got := read("一、气象局建成雨量站18个，投资216万元，11月底前联网运行。")
	if target := got[0].Get(workbook.ColTarget); len(got) != 1 || target.Num != 18 || target.Sure != draft.Sure {
		t.Errorf("%d tasks, target %v (%s)", len(got), target.Num, target.Why)
	}
}

// A list that names its object only once gives it to all of its items.
func TestTitlesOfLists(t *testing.T) {
	want := []string{"新建公办幼儿园2所", "公办幼儿园改扩建3所"}
	if got := titlesOf(read("一、教育局年内新建公办幼儿园2所、改扩建3所。")); !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// A name behind several items counts for each of them, and is marked as put together for all but the last. An item that names somebody
// itself keeps that name.
func TestNamedBehindItems(t *testing.T) {
	lines := "\n责任单位：文旅局；完成时限：12月20日前"
	for _, x := range []struct {
		text string
		want []string
	}{
		{"一、做事\n1.修建驿站3处。\n2.更换路灯240盏。" + lines, []string{"文旅局 gathered", "文旅局 "}},
		{"一、做事\n1.修建驿站3处。\n2.更换路灯240盏。\n（以上任务由文旅局牵头，12月20日前完成）", []string{"文旅局 ", "文旅局 "}},
		{"一、做事\n1.住建局要修建驿站3处。\n2.更换路灯240盏。" + lines, []string{"住建局 ", "文旅局 "}},
		{"一、做事\n1.修建驿站3处。\n责任单位：住建局\n2.更换路灯240盏。" + lines, []string{"住建局 ", "文旅局 "}},
	} {
		var got []string
		for _, task := range read(x.text) {
			lead := task.Get(workbook.ColLeads)
			got = append(got, strings.Join(task.Leads, "、")+" "+lead.Why)
			if (lead.Why != "") != (lead.Sure == draft.Doubtful) {
				t.Errorf("%s: %s is marked to be looked at, or is not, against its note %q", x.text, lead.Text, lead.Why)
			}
		}
		if !slices.Equal(got, x.want) {
			t.Errorf("%s: got %q, want %q", x.text, got, x.want)
		}
	}
}

func titlesOf(tasks []*draft.Task) []string {
	var out []string
	for _, t := range tasks {
		out = append(out, t.Get(workbook.ColTitle).Text)
	}
	return out
}
