package draft_test

import (
	"slices"
	"strings"
	"testing"

	"duban/workbook"
	"duban/workbook/calendar"
	"duban/workbook/draft"
)

// The text before the first number is the title and the address, unless it asks for something.
func TestShortTextsWithoutNumbers(t *testing.T) {
	for _, x := range []struct {
		text, title string
		tasks       int
	}{
		{"工作提示\n加强值班值守，每日17时前报送巡查情况。\n组建应急队伍12支。\n县气象局及时发布预警。", "工作提示", 3},
		{"关于报送迎检名单的通知\n各单位：\n请于9月5日前报送迎检名单。", "关于报送迎检名单的通知", 1},
		{"请财政局于9月5日前报送预算表。\n请人社局9月10日前报送花名册。", "", 2},
		{"在调度会上的讲话\n张三\n2024年9月1日\n同志们：\n一、由教育局牵头，10月底前制定方案。", "在调度会上的讲话", 1},
		{"工作台账\n任务：修建驿站3处；责任单位：交通局；完成时限：10月底前\n任务：改造公厕2座；责任单位：城管局；完成时限：11月底前", "工作台账", 2},
		{"关于排查的通知\n教育局10月底前、文旅局11月底前完成隐患排查。", "关于排查的通知", 2},
		{"年度工作要点\n要求严、标准高、责任重\n一、由教育局牵头，10月底前制定方案。", "年度工作要点", 1},
	} {
		d := draft.Read(draft.ParseText(x.text), calendar.DefaultDeadlineRules(speechDay))
		if len(d.Tasks) != x.tasks || d.Title.Text != x.title {
			t.Errorf("%q: %d tasks %q under %q, want %d under %q", x.text, len(d.Tasks), titlesOf(d.Tasks), d.Title.Text, x.tasks, x.title)
		}
	}
}

// Headings, numbers, and notes on who and when may be in brackets of any kind.
func TestBrackets(t *testing.T) {
	for _, x := range []struct {
		text string
		want []string
	}{
		{"【安全生产】应急局11月底前排查企业30家。\n【生态环保】\n环保局11月底前关停小锅炉12台。", []string{"应急局 |  | 2024-11-30 | 30家 | quantity", "环保局 |  | 2024-11-30 | 12台 | quantity"}},
		{"1.【安全生产】应急局11月底前排查企业30家。\n2.〔生态环保〕\n环保局11月底前关停小锅炉12台。", []string{"应急局 |  | 2024-11-30 | 30家 | quantity", "环保局 |  | 2024-11-30 | 12台 | quantity"}},
		{"一、攻坚。一是【安全生产】应急局11月底前排查企业30家。二是【生态环保】环保局11月底前关停小锅炉12台。", []string{"应急局 |  | 2024-11-30 | 30家 | quantity", "环保局 |  | 2024-11-30 | 12台 | quantity"}},
		{"〔一〕安全生产\n应急局11月底前排查企业30家。\n〔二〕生态环保\n环保局11月底前关停小锅炉12台。", []string{"应急局 |  | 2024-11-30 | 30家 | quantity", "环保局 |  | 2024-11-30 | 12台 | quantity"}},
		{"一、经济\n〈优化营商环境〉\n商务局走访企业20家。\n〈推进项目落地〉\n发改局开工项目8个。", []string{"商务局 |  |  | 20家 | quantity", "发改局 |  |  | 8个 | quantity"}},
		{"一、城建\n1.改造公厕9处。【城管局，11月底前】\n2.修建驿站3处。〔责任单位：住建局，12月底前完成〕\n3.拆除违建20处［城管局牵头，各镇配合］。",
			[]string{"城管局 |  | 2024-11-30 | 9处 | quantity", "住建局 |  | 2024-12-31 | 3处 | quantity", "城管局 | 各镇 |  | 20处 | quantity"}},
		{"一、城建\n1.改造公厕9处。【完成时限：10月底前；牵头单位：城管局】\n2.修建驿站3处。〔牵头单位：住建局；配合单位：财政局〕",
			[]string{"城管局 |  | 2024-10-31 | 9处 | quantity", "住建局 | 财政局 |  | 3处 | quantity"}},
		{"一、城建\n1.改造公厕9处。【城管局】【10月底前】\n2.修建驿站3处。\n【住建局】【12月底前】",
			[]string{"城管局 |  | 2024-10-31 | 9处 | quantity", "住建局 |  | 2024-12-31 | 3处 | quantity"}},
		{"一、城建\n修建驿站3处。\n【责任单位】文旅局\n【完成时限】11月底前", []string{"文旅局 |  | 2024-11-30 | 3处 | quantity"}},
		{"【责任单位】水利局 【完成时限】11月15日前 清淤渠道32公里，整修渠系15处。", []string{"水利局 |  | 2024-11-15 | 32公里 | quantity", "水利局 |  | 2024-11-15 | 15处 | quantity"}},
		{"一、城建\n1.【责任单位】城管局【完成时限】10月底前 改造公厕9处。\n2.【牵头单位】住建局　改造小区5个。",
			[]string{"城管局 |  | 2024-10-31 | 9处 | quantity", "住建局 |  |  | 5个 | quantity"}},
		{"一、水利\n【责任单位】水利局\n【完成时限】11月15日前\n清淤渠道32公里。\n【责任单位】城管局\n10月底前改造公厕9处。",
			[]string{"水利局 |  | 2024-11-15 | 32公里 | quantity", "城管局 |  | 2024-10-31 | 9处 | quantity"}},
		{"一、关于招商工作\n牵头单位：商务局；配合单位：财政局\n签约项目20个。\n完成时限：12月20日前", []string{"商务局 | 财政局 | 2024-12-20 | 20个 | quantity"}},
		{"一、修建东环路\n牵头单位：交通局；完成时限：12月底前\n全长8公里，总投资2亿元。", []string{"交通局 |  | 2024-12-31 |  | deliverable"}},
		{"一、教育局\n1.10月底前排查校车30辆。\n【联系电话】\n5551234", []string{"教育局 |  | 2024-10-31 | 30辆 | quantity"}},
		{"一、城建\n住建局修建驿站3处。\n【工作要求】各单位要高度重视，9月底前报送方案。", []string{"住建局 |  |  | 3处 | quantity", " |  | 2024-09-30 |  | deliverable"}},
		{"一、城建\n修建驿站3处。（12月底前完成）改造公厕2座。（10月底前完成）", []string{" |  | 2024-12-31 | 3处 | quantity", " |  | 2024-10-31 | 2座 | quantity"}},
		{"三、组织保障\n修建驿站3处。（12月底前完成）改造公厕2座。（10月底前完成）", []string{" |  | 2024-12-31 | 3处 | quantity", " |  | 2024-10-31 | 2座 | quantity"}},
		{"一、城建\n9月底前修建驿站3处。（12月底前完成）", []string{" |  | 2024-12-31 | 3处 | quantity"}},
	} {
		tasks := read(x.text)
		if got := linesOf(tasks); !slices.Equal(got, x.want) {
			t.Errorf("%s\n got %q\nwant %q", x.text, got, x.want)
		}
		for _, title := range titlesOf(tasks) {
			if strings.ContainsAny(title, "【】〔〕〈〉") {
				t.Errorf("%s: a heading stands in the title %s", x.text, title)
			}
		}
	}
}

// If a heading is a bureau's name, the bureau leads the tasks below it that name nobody.
func TestBureausInHeadings(t *testing.T) {
	for _, x := range []struct {
		text string
		want []string
	}{
		{"一、教育局\n1.10月底前排查校车30辆。\n2.改造食堂12处，由住建局配合。\n二、文旅局（2项）\n1.开展夜市整治。\n2.审计局负责审计景区账目。",
			[]string{"教育局 |  | 2024-10-31 | 30辆 | quantity", "教育局 | 住建局 |  | 12处 | quantity", "文旅局 |  |  |  | rectification", "审计局 |  |  |  | deliverable"}},
		{"【教育局】\n1.10月底前排查校车30辆。\n【文旅局】\n1.修复古桥6座。", []string{"教育局 |  | 2024-10-31 | 30辆 | quantity", "文旅局 |  |  | 6座 | quantity"}},
		{"一、教育局、体育局牵头任务\n（一）场馆\n1.10月底前排查器材30件。\n2.举办运动会3场。（12月底前完成）",
			[]string{"教育局、体育局 |  | 2024-10-31 | 30件 | quantity", "教育局、体育局 |  | 2024-12-31 | 3场 | quantity"}},
		{"二、交通运输局\n1.10月底前改造桥梁3座。\n请于9月底前将落实情况报送县政府督查室。", []string{"交通运输局 |  | 2024-10-31 | 3座 | quantity", " |  | 2024-09-30 |  | deliverable"}},
		{"一、住建局\n1.10月底前改造桥梁3座。\n会议强调，要召开调度会1次。", []string{"住建局 |  | 2024-10-31 | 3座 | quantity", " |  |  | 1次 | quantity"}},
		{"一、教育局工作情况\n1.排查校车30辆。", nil},
		{"一、教育局管理的学校\n1.10月底前排查校车30辆。", []string{" |  | 2024-10-31 | 30辆 | quantity"}},
	} {
		got := read(x.text)
		if !slices.Equal(linesOf(got), x.want) {
			t.Errorf("%s\n got %q\nwant %q", x.text, linesOf(got), x.want)
		}
		for _, task := range got {
			if lead := task.Get(workbook.ColLeads); lead.Why == draft.WhyUnder && lead.Quote == "" {
				t.Errorf("%s: %s does not quote its heading", x.text, line(task))
			}
		}
	}
}
