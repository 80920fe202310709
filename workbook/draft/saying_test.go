package draft_test

import (
	"slices"
	"strings"
	"testing"

	"duban/workbook"
	"duban/workbook/calendar"
	"duban/workbook/draft"
)

// A lower bound has to be reached, an upper bound must not be exceeded.
func TestDirections(t *testing.T) {
	for _, x := range []struct{ text, want string }{
		{"一、卫健局要做好老年人体检，体检率不低于75%。", workbook.Higher},
		{"一、畜牧局要抓好秋防，免疫密度不得低于95%。", workbook.Higher},
		{"一、商务局年内引进外资不少于800万元。", workbook.Higher},
		{"一、水务局要把管网漏损率控制在9%以内。", workbook.Ceiling},
		{"一、教育局要规范办学，大班额比例不得高于3%。", workbook.Ceiling},
		{"一、财政局要从严管理，三公经费不得突破900万元。", workbook.Ceiling},
		{"一、统计局要加强核查，数据差错率低于1%。", workbook.Ceiling},
		{"一、水务局要把管网漏损率降至9%。", workbook.Ceiling},
		{"一、信访局要做好接访，越级上访不多于20件。", workbook.Ceiling},
		{"一、工信局要抓好运行调度，规上工业增加值增长8%以上。", workbook.Floor},
		{"一、商务局要稳住外贸，进出口总额增速不低于6%。", workbook.Floor},
		{"一、商务局要稳住外贸，进出口总额增速不少于6%。", workbook.Floor},
		{"一、民政局要扩大供给，养老床位数增长到900张。", workbook.Higher},
		{"一、教体局要普及学前教育，普惠园覆盖率增长到85%。", workbook.Higher},
		{"一、发改局要提升供电保障，供电可靠率提高到99%。", workbook.Higher},
	} {
		got := read(x.text)
		if len(got) != 1 || got[0].Get(workbook.ColDirection).Text != x.want {
			t.Errorf("%s: %d tasks, got %q, want %q", x.text, len(got), directionsOf(got), x.want)
		}
	}
}

// taskDue gives the only task of a text, nil if there is not exactly one. It checks the wording, the day and the mark of its deadline.
func taskDue(t *testing.T, text, wording, day, why string) *draft.Task {
	t.Helper()
	got := read(text)
	if len(got) != 1 {
		t.Errorf("%s: %d tasks", text, len(got))
		return nil
	}
	said := got[0].Get(workbook.ColDueText)
	if due := got[0].Get(workbook.ColDue).Date.String(); said.Text != wording || due != day || said.Why != why {
		t.Errorf("%s: got %q, %s, %q, want %q, %s, %q", text, said.Text, due, said.Why, wording, day, why)
	}
	return got[0]
}

func directionsOf(tasks []*draft.Task) []string {
	var out []string
	for _, t := range tasks {
		out = append(out, t.Get(workbook.ColDirection).Text)
	}
	return out
}

// Wordings of limits: the content of the cell, the day, and whether somebody has to look at it.
func TestLimits(t *testing.T) {
	for _, x := range []struct{ text, wording, day, why string }{
		{"一、城管局于本月18日前完成广告牌排查。", "本月18日前", "2024-09-18", ""},
		{"一、自然资源局要在本月26号前交出净地。", "本月26号前", "2024-09-26", ""},
		{"一、畜牧局下月8日前完成补免。", "下月8日前", "2024-10-08", ""},
		{"一、审计局次月6日前上报台账。", "次月6日前", "2024-10-06", draft.WhyLooseLimit},
		{"一、民政局确保春节前发放到户。", "春节前", "", draft.WhyOccasion},
		{"一、公路站确保国庆节前恢复通行。", "国庆节前", "2024-09-30", ""},
		{"一、文旅局力争中秋节前开放夜市。", "中秋节前", "", draft.WhyOccasion},
		{"一、各镇要建好服务站，25日前挂牌。", "25日前", "2024-09-25", draft.WhyLooseLimit},
		{"一、人社局要在每月25日前报送进展。", "", "", draft.WhyNoDate},
		{"一、供热公司要把停暖抢修时间压缩到4小时以内。", "", "", draft.WhyNoDate},
		{"一、审批局要把企业开办时间压减到0.5天以内。", "", "", draft.WhyNoDate},
		{"一、政务服务中心要把开户时间缩短至1个工作日内。", "", "", draft.WhyNoDate},
		{"一、市场监管局要在3个工作日内办结消费投诉。", "", "", draft.WhyNoDate},
		{"一、教体局要在20日内完成摸底。", "20日内", "2024-09-21", ""},
		{"一、应急局、交通局要按照各自时限完成排查。", "", "", draft.WhyHaste},
	} {
		if task := taskDue(t, x.text, x.wording, x.day, x.why); task != nil && len(task.Milestones) > 0 {
			t.Errorf("%s: %d milestones", x.text, len(task.Milestones))
		}
	}
}

// In a cell of names, each name has the role that is written with it, and there is no bureau that the cell does not name.
func TestRolesInCells(t *testing.T) {
	for _, x := range []struct{ cell, leads, supports, why string }{
		{"林业局（牵头）、各乡镇", "林业局", "各乡镇", ""},
		{"人社局（主办），总工会（协办）", "人社局", "总工会", ""},
		{"教育局牵头，公安局、城管局配合", "教育局", "公安局、城管局", ""},
		{"牵头单位：商务局；配合单位：税务局、海关", "商务局", "税务局、海关", ""},
		{"牵头：卫健局 配合：医保局", "卫健局", "医保局", ""},
		{"审计局、统计局", "审计局、统计局", "", ""},
		{"审计局、统计局（配合）", "审计局", "统计局", ""},
		{"气象局（防灾科）", "气象局", "", ""},
		{"住建局、房管中心（牵头）", "房管中心", "住建局", draft.WhyWhoseRole},
	} {
		got := read("| 序号 | 工作任务 | 责任单位 | 完成时限 |\n|---|---|---|---|\n| 1 | 修建便民驿站3处 | " + x.cell + " | 11月底 |")
		if len(got) != 1 {
			t.Errorf("%s: %d tasks", x.cell, len(got))
			continue
		}
		lead := got[0].Get(workbook.ColLeads)
		if lead.Text != x.leads || got[0].Get(workbook.ColSupports).Text != x.supports || lead.Why != x.why {
			t.Errorf("%s: got %q, %q, %q, want %q, %q, %q", x.cell, lead.Text, got[0].Get(workbook.ColSupports).Text, lead.Why, x.leads, x.supports, x.why)
		}
	}
}

// A number directly before a figure numbers its paragraph if it is the next of a list; the figure is marked.
func TestGluedMarks(t *testing.T) {
	for _, x := range []struct {
		what, text string
		want, why  []string
	}{
		{"a day behind the first number", "一、秋收秋种。\n1.10月8日前完成清渠12公里，由水利站负责。\n2.农技站推广良种30个村。",
			[]string{"水利站 |  | 2024-10-08 | 12公里 | quantity", "农技站 |  |  | 30个村 | quantity"}, []string{"", ""}},
		{"the next of a list", "一、秋收秋种。\n1.农机站检修农机80台。\n2.4万亩玉米由农技站负责10月底前收割。",
			[]string{"农机站 |  |  | 80台 | quantity", "农技站 |  | 2024-10-31 | 40000亩 | quantity"}, []string{"", draft.WhyGlued}},
		{"short items", "一、秋收秋种。\n1.10月8日前完成清渠。\n2.4万亩玉米10月底前收割。\n3.农机站检修农机80台。",
			[]string{" |  | 2024-10-08 |  | deliverable", " |  | 2024-10-31 | 40000亩 | quantity", "农机站 |  |  | 80台 | quantity"}, []string{"", draft.WhyGlued, ""}},
		{"no list", "一、秋收秋种。\n2.4万亩玉米由农技站负责10月底前收割。",
			[]string{"农技站 |  | 2024-10-31 | 24000亩 | quantity"}, []string{draft.WhyGlued}},
	} {
		got := read(x.text)
		var why []string
		for _, task := range got {
			why = append(why, task.Get(workbook.ColTarget).Why)
		}
		if !slices.Equal(linesOf(got), x.want) || !slices.Equal(why, x.why) {
			t.Errorf("%s: got %q, %q\nwant %q, %q", x.what, linesOf(got), why, x.want, x.why)
		}
	}
}

// If a cell for the deadline has several days, the last one is the task's, and each becomes a milestone.
func TestStepsInCells(t *testing.T) {
	for _, x := range []struct{ cell, day, steps string }{
		{"9月底前完成设计，12月底前全部建成", "2024-12-31", "2024-09-30 完成设计；2024-12-31 全部建成"},
		{"10月底前改造5处、明年4月底前改造4处", "2025-04-30", "2024-10-31 改造5处；2025-04-30 改造4处"},
		{"11月底", "2024-11-30", ""},
		{"5月底前完成设计，12月底前建成", "2024-12-31", "2024-05-31 完成设计；2024-12-31 建成"},
	} {
		got := read("| 序号 | 工作任务 | 责任单位 | 完成时限 |\n|---|---|---|---|\n| 1 | 改造公厕9处 | 城管局 | " + x.cell + " |")
		var steps []string
		for _, m := range got[0].Milestones {
			steps = append(steps, m.Due.Date.String()+" "+m.Title.Text)
			if m.Due.At.Cell == "" {
				t.Errorf("%s: a milestone stands at %+v", x.cell, m.Due.At)
			}
		}
		if day := got[0].Get(workbook.ColDue).Date.String(); day != x.day || strings.Join(steps, "；") != x.steps {
			t.Errorf("%s: got %s, %q, want %s, %q", x.cell, day, steps, x.day, x.steps)
		}
		if text := got[0].Get(workbook.ColDueText).Text; text != x.cell {
			t.Errorf("%s: the wording became %q", x.cell, text)
		}
	}
}

// A group that is written in several ways is one group, and no bureau is made for any of them.
func TestGroupsWrittenDifferently(t *testing.T) {
	for _, x := range []struct{ what, text, want string }{
		{"towns and streets in two writings", "一、各镇（街道）要开展清河行动。\n二、各镇街10月底前上报台账。\n三、民政局牵头，各镇配合，11月底前完成核查。", "民政局 各镇（街道）=各镇街 各镇"},
		{"towns and streets apart", "一、各镇要修好机耕路。\n二、各街道要修好背街小巷。", "各镇 各街道"},
		{"two writings", "一、各乡镇要清理沟渠。\n二、各镇要清理柴垛。", "各乡镇=各镇"},
	} {
		d := draft.Read(draft.ParseText("关于某项工作的通知\n"+x.text), calendar.DefaultDeadlineRules(speechDay))
		var got []string
		for _, b := range d.Bureaus {
			name := b.Name.Text
			if len(b.Aliases) > 0 {
				name += "=" + strings.Join(b.Aliases, ",")
			}
			got = append(got, name)
		}
		if strings.Join(got, " ") != x.want {
			t.Errorf("%s: got %q, want %q", x.what, got, x.want)
		}
	}
}

// Headings, warnings and rates are no tasks and no targets.
func TestNoTasks(t *testing.T) {
	for _, x := range []struct {
		what, text string
		want       []string
	}{
		{"a heading with who answers", "一、春耕备耕（责任人：副镇长 周平）\n1.农机站10月底前检修农机80台。", []string{"农机站 |  | 2024-10-31 | 80台 | quantity"}},
		{"what follows for those who fail", "一、严明纪律。对敷衍应付、贻误工作的，依纪依规追究责任。", nil},
		{"what is paid for each", "一、民政局修订救助办法，每人补助由500元提高到600元，10月底前印发。", []string{"民政局 |  | 2024-10-31 |  | deliverable"}},
		{"what a bureau did", "一、校舍。教育局改造了校舍。县委督查室对全县46个重点项目进行了现场督查。", nil},
		{"a problem in words of the past", "一、通报。督查室对进度滞后的乡镇予以通报。", []string{"督查室 |  |  |  | recurring"}},
		{"a portion handed over first", "一、城投公司新建厂房4万平方米，年底前交付1万平方米，明年5月底前全部交付。", []string{"城投公司 |  | 2025-05-31 | 40000平方米 | quantity"}},
	} {
		if got := linesOf(read(x.text)); !slices.Equal(got, x.want) {
			t.Errorf("%s: %s\n got %q\nwant %q", x.what, x.text, got, x.want)
		}
	}
	if got := read("一、春耕备耕（责任人：副镇长 周平）\n1.农机站10月底前检修农机80台。"); len(got) != 1 || got[0].Get(workbook.ColRemark).Text != "责任人：副镇长 周平" {
		t.Errorf("who answers for a section is not told: %d tasks", len(got))
	}
}

// Leads are found behind a word that counts them, before 确保, and if a zone is only called by its kind.
func TestLeadsFound(t *testing.T) {
	for _, x := range []struct {
		text string
		want []string
	}{
		{"一、水利、林业、农业农村三个部门要抽调骨干，11月底前组建防汛队伍。", []string{"水利局、林业局、农业农村局 |  | 2024-11-30 |  | deliverable"}},
		{"一、审计局确保三季度问题整改率不低于90%。", []string{"审计局 |  | 2024-09-30 | 90% | quantity"}},
		{"一、扩大就业。全年城镇新增就业900人。\n责任单位：人社局\n配合单位：各乡镇（街道）", []string{"人社局 | 各乡镇（街道） | 2024-12-31 | 900人 | quantity"}},
		{"一、丰富生活。送戏下乡200场，12月底前演完。\n责任单位：文旅局", []string{"文旅局 |  | 2024-12-31 | 200场 | quantity"}},
		{"一、消防大队排查商场30家；评估为高风险的，由应急局责令停产整改。", []string{"消防大队 |  |  | 30家 | quantity", "应急局 |  |  |  | rectification"}},
		{"1.县安委办每月召开一次调度会。各位副县长每月带队检查不少于1次。", []string{"县安委办 |  |  |  | recurring", " |  |  |  | recurring"}},
		{"一、卫健局要为老人免费体检，全年不少于5万人，11月底前完成。", []string{"卫健局 |  | 2024-11-30 | 50000人 | quantity"}},
		{"一、开发区要把污水处理厂管起来，11月底前完成提标。", []string{"开发区 |  | 2024-11-30 |  | deliverable"}},
		{"一、教育局、卫健局分别负责学校、医院供暖保障。", []string{"教育局、卫健局 |  |  |  | deliverable"}},
		{"一、改造老旧小区22个，9月底前开工。由住建局负责，财政局、各街道配合。", []string{"住建局 | 财政局、各街道 |  | 22个 | quantity"}},
		{"一、更换饮水设备112台。教育局、财政局负责，9月1日前落实到位。", []string{"教育局、财政局 |  | 2024-09-01 | 112台 | quantity"}},
		{"一、水利局清淤渠道30公里。新建泵站2座。交通局牵头，财政局配合。交通局要每月报告一次。", []string{"水利局 |  |  | 30公里 | quantity", "交通局 | 财政局 |  | 2座 | quantity", "交通局 |  |  |  | recurring"}},
	} {
		if got := linesOf(read(x.text)); !slices.Equal(got, x.want) {
			t.Errorf("%s\n got %q\nwant %q", x.text, got, x.want)
		}
	}
}

// If a clause gives several bureaus a limit each, each has its own task, and what follows belongs to all of them. If it is not clear whose
// a limit or figure is, there is one task that says so.
func TestEachWithOwnLimit(t *testing.T) {
	for _, x := range []struct {
		text string
		want []string
		why  string
	}{
		{"一、审计局、统计局9月底前、林业局10月底前分别报送底册。", []string{"审计局、统计局 |  | 2024-09-30 |  | deliverable", "林业局 |  | 2024-10-31 |  | deliverable"}, ""},
		{"一、由水利局10月15日前，林业局于11月5日前完成普查，气象局配合。", []string{"水利局 | 气象局 | 2024-10-15 |  | deliverable", "林业局 | 气象局 | 2024-11-05 |  | deliverable"}, ""},
		{"一、民政局10月底前完成敬老院自查、教体局11月底前完成食堂自查。", []string{"民政局 |  | 2024-10-31 |  | deliverable", "教体局 |  | 2024-11-30 |  | deliverable"}, ""},
		{"一、司法局、信访局要分别于9月底前、10月底前报送案例。", []string{"司法局 |  | 2024-09-30 |  | deliverable", "信访局 |  | 2024-10-31 |  | deliverable"}, ""},
		{"一、排查桥梁隐患，公路站9月底前、交通局10月底前完成。", []string{"公路站 |  | 2024-09-30 |  | deliverable", "交通局 |  | 2024-10-31 |  | deliverable"}, ""},
		{"一、河口镇10月底前、长山镇11月底前各修桥2座，每月报告一次。", []string{"河口镇 |  | 2024-10-31 | 2座 | quantity", "长山镇 |  | 2024-11-30 | 2座 | quantity", "河口镇、长山镇 |  |  |  | recurring"}, ""},
		{"一、水利局10月底前、林业局11月底前完成普查，建立台账8本。", []string{"水利局 |  | 2024-10-31 |  | deliverable", "林业局 |  | 2024-11-30 |  | deliverable", "水利局、林业局 |  |  | 8本 | quantity"}, ""},
		{"一、河口镇10月底前、长山镇11月底前新建桥梁2座。", []string{"河口镇、长山镇 |  | 2024-11-30 | 2座 | quantity"}, draft.WhyEachOwn},
		{"一、住建局、城管局分别于9月底前、10月底前完成一期、二期工程。", []string{"住建局、城管局 |  | 2024-10-31 |  | deliverable"}, draft.WhyEachOwn},
		{"一、住建局9月底前，水务局、供电公司10月中旬前完成管线迁改3公里。", []string{"住建局、水务局、供电公司 |  | 2024-10-20 | 3公里 | quantity"}, draft.WhyEachOwn},
		{"一、水利局、林业局10月底前完成普查、11月底前上报。", []string{"水利局、林业局 |  | 2024-11-30 |  | deliverable"}, ""},
	} {
		got := read(x.text)
		if !slices.Equal(linesOf(got), x.want) {
			t.Errorf("%s\n got %q\nwant %q", x.text, linesOf(got), x.want)
			continue
		}
		for _, task := range got {
			if why := task.Get(workbook.ColLeads).Why; why != x.why {
				t.Errorf("%s: %s: the leads are marked %q, want %q", x.text, line(task), why, x.why)
			}
			if len(task.Milestones) > 0 && len(got) > 1 {
				t.Errorf("%s: %s has another one's day as a milestone", x.text, line(task))
			}
		}
	}
}

// How often the county follows up counted work is the cadence of that work. Following up is a task of its own if a bureau is named for it
// or if there is no other work.
func TestDispatching(t *testing.T) {
	for _, x := range []struct {
		text string
		want []string
	}{
		{"一、供热公司11月5日前检修管网38公里，每周调度一次。", []string{"供热公司 |  | 2024-11-05 | 38公里 | quantity | weekly"}},
		{"一、水利局改造泵站3座，市政府每周调度一次。", []string{"水利局 |  |  | 3座 | quantity | weekly"}},
		{"一、水利局改造泵站3座，实行周调度、月通报。", []string{"水利局 |  |  | 3座 | quantity | weekly monthly"}},
		{"一、水利局改造泵站3座，督查室每周调度。", []string{"水利局 |  |  | 3座 | quantity | ", "督查室 |  |  |  | recurring | weekly"}},
		{"一、实行周调度、月通报、季考核制度，由督查室牵头。", []string{"督查室 |  |  |  | recurring | weekly monthly quarterly"}},
		{"一、司法局要梳理出执法事项清单，每月调度进展情况。", []string{"司法局 |  |  |  | recurring | monthly"}},
		{"一、水利局改造泵站3座，实行双周调度。", []string{"水利局 |  |  | 3座 | quantity | ", "水利局 |  |  |  | recurring | "}},
		{"一、水利局要做好雨季调度。", []string{"水利局 |  |  |  | deliverable | "}},
		{"一、水利局按照9月通报改造泵站3座。", []string{"水利局 |  | 2024-09-30 | 3座 | quantity | "}},
	} {
		var got []string
		for _, task := range read(x.text) {
			got = append(got, line(task)+" | "+task.Get(workbook.ColCadence).Text)
		}
		if !slices.Equal(got, x.want) {
			t.Errorf("%s\n got %q\nwant %q", x.text, got, x.want)
		}
	}
}

// If a clause lists several things to buy, each is a task, as each is counted by itself; the limit behind the last belongs to all of them.
func TestPurchases(t *testing.T) {
	for _, x := range []struct {
		text string
		want []string
	}{
		{"一、应急局购置冲锋舟6艘、救生衣800件，10月底前入库。", []string{"购置冲锋舟6艘 | 应急局 |  | 2024-10-31 | 6艘 | quantity", "购置救生衣800件 | 应急局 |  | 2024-10-31 | 800件 | quantity"}},
		{"一、教体局购置课桌椅2000套，购买图书3万册，10月底前配备到位。", []string{"购置课桌椅2000套 | 教体局 |  | 2024-10-31 | 2000套 | quantity", "购买图书3万册 | 教体局 |  | 2024-10-31 | 30000册 | quantity"}},
		{"一、应急局10月底前采购照明车2台、卫星电话15部。", []string{"采购照明车2台 | 应急局 |  | 2024-10-31 | 2台 | quantity", "采购卫星电话15部 | 应急局 |  | 2024-10-31 | 15部 | quantity"}},
		{"一、应急局购置铲雪车3台、融雪剂200吨，于11月15日前全部储备到位。", []string{"购置铲雪车3台 | 应急局 |  | 2024-11-15 | 3台 | quantity", "购置融雪剂200吨 | 应急局 |  | 2024-11-15 | 200吨 | quantity"}},
		{"一、应急局购置铲雪车3台、融雪剂200吨，11月15日前投入使用。", []string{"购置铲雪车3台 | 应急局 |  | 2024-11-15 | 3台 | quantity", "购置融雪剂200吨 | 应急局 |  | 2024-11-15 | 200吨 | quantity"}},
		{"一、应急局11月15日前，购置铲雪车3台、融雪剂200吨。", []string{"购置铲雪车3台 | 应急局 |  | 2024-11-15 | 3台 | quantity", "购置融雪剂200吨 | 应急局 |  | 2024-11-15 | 200吨 | quantity"}},
		{"一、文旅局购置图书3万册、价值80万元。", []string{"购置图书3万册、价值80万元 | 文旅局 |  |  | 30000册 | quantity"}},
		{"一、应急局采购照明车2台、每台50万元。", []string{"采购照明车2台、每台50万元 | 应急局 |  |  | 2台 | quantity"}},
		{"一、应急局采购排涝泵20台、配件一批。", []string{"采购排涝泵20台、配件一批 | 应急局 |  |  | 20台 | quantity"}},
	} {
		var got []string
		for _, task := range read(x.text) {
			got = append(got, task.Get(workbook.ColTitle).Text+" | "+line(task))
			if goal := task.Get(workbook.ColGoal).Text; strings.Contains(goal, "、") && strings.Count(goal, "、") > strings.Count(task.Get(workbook.ColTitle).Text, "、") {
				t.Errorf("%s: the goal of one names the others: %s", x.text, goal)
			}
		}
		if !slices.Equal(got, x.want) {
			t.Errorf("%s\n got %q\nwant %q", x.text, got, x.want)
		}
	}
}

// The one who bears full responsibility leads, those who carry the work out support. These words are not part of the goal.
func TestBearingAllOfIt(t *testing.T) {
	for _, x := range []struct{ text, leader, goal, want string }{
		{"一、住建局负总责，供热公司具体负责，11月5日前检修管网38公里。", "", "11月5日前检修管网38公里", "住建局 | 供热公司 | 2024-11-05 | 38公里 | quantity"},
		{"一、由大项目办负总责，各镇街分头推进，11月底前开工12个项目。", "", "11月底前开工12个项目", "大项目办 | 各镇街 | 2024-11-30 | 12个 | quantity"},
		{"一、各镇负总责，10月底前完成危房改造120户。", "", "10月底前完成危房改造120户", "各镇 |  | 2024-10-31 | 120户 | quantity"},
		{"一、由张明副市长负总责，教体局具体落实，12月底前建成学校3所。", "张明", "12月底前建成学校3所", "教体局 |  | 2024-12-31 | 3所 | quantity"},
		{"一、高新区书记负总责，教体局12月底前建成学校3所。", "", "12月底前建成学校3所", "教体局 |  | 2024-12-31 | 3所 | quantity"},
	} {
		got := read(x.text)
		if len(got) != 1 || line(got[0]) != x.want || got[0].Get(workbook.ColGoal).Text != x.goal || got[0].Get(workbook.ColLeader).Text != x.leader {
			t.Errorf("%s: %q, goal %q, want %q, %q", x.text, linesOf(got), got[0].Get(workbook.ColGoal).Text, x.want, x.goal)
		}
	}
}

// A person who answers for the work is the leader, beside the bureau that does it.
func TestPersons(t *testing.T) {
	for _, x := range []struct {
		text, leader string
		want         []string
	}{
		{"一、李梅同志负总责，住建局11月底前改造老旧小区6个。", "李梅", []string{"住建局 |  | 2024-11-30 | 6个 | quantity"}},
		{"一、住建局11月底前改造老旧小区6个。何建国同志负总责。", "何建国", []string{"住建局 |  | 2024-11-30 | 6个 | quantity"}},
		{"一、小区改造由李梅同志负总责，11月底前完成6个。", "李梅", []string{" |  | 2024-11-30 | 6个 | quantity"}},
		{"一、小区改造由李梅同志牵头，住建局具体负责，11月底前完成6个。", "李梅", []string{"住建局 |  | 2024-11-30 | 6个 | quantity"}},
		{"一、县长负总责，副县长王强同志牵头，财政局、审计局10月底前清理账户20个。", "王强", []string{"财政局、审计局 |  | 2024-10-31 | 20个 | quantity"}},
		{"一、夜市建设由文旅局负总责，10月底前建成夜市2处。", "", []string{"文旅局 |  | 2024-10-31 | 2处 | quantity"}},
		{"一、夜市建设由白沙镇、石桥镇负总责，10月底前建成夜市2处。", "", []string{"白沙镇、石桥镇 |  | 2024-10-31 | 2处 | quantity"}},
		{"一、夜市建设由高新区、江口乡负总责，10月底前建成夜市2处。", "", []string{"高新区、江口乡 |  | 2024-10-31 | 2处 | quantity"}},
		{"一、由副县长陈立群同志负责，11月底前约谈施工企业。", "陈立群", []string{" |  | 2024-11-30 |  | deliverable"}},
		{"一、各镇区书记镇长每月外出。", "各镇区书记镇长", []string{" |  |  |  | recurring"}},
		{"一、书记、镇长每月外出招商两次。", "书记、镇长", []string{" |  |  |  | recurring"}},
		{"一、各镇党委书记、镇长要高度重视，亲自抓。", "", nil},
		{"一、全体同志要增强责任感。", "", nil},
		{"一、对重点项目每周调度一次。", "", []string{" |  |  |  | recurring"}},
		{"一、水利局改造泵站3座，市政府每周调度一次。", "", []string{"水利局 |  |  | 3座 | quantity"}},
	} {
		got := read(x.text)
		if !slices.Equal(linesOf(got), x.want) {
			t.Errorf("%s\n got %q\nwant %q", x.text, linesOf(got), x.want)
			continue
		}
		for _, task := range got {
			if leader := task.Get(workbook.ColLeader).Text; leader != x.leader {
				t.Errorf("%s: the leader is %q, want %q", x.text, leader, x.leader)
			}
		}
	}
}

// A limit before the document's date is kept if it is labelled as a limit, and marked.
func TestLimitsThatAreOver(t *testing.T) {
	table := "| 序号 | 工作任务 | 责任单位 | 完成时限 |\n|---|---|---|---|\n| 1 | 改造公厕9处 | 城管局 | "
	for _, x := range []struct{ text, wording, day, why string }{
		{table + "6月底 |", "6月底", "2024-06-30", draft.WhyOver},
		{table + "2024年6月底前完成设计 |", "2024年6月底前完成设计", "2024-06-30", draft.WhyOver},
		{table + "2023年底 |", "2023年底", "2023-12-31", draft.WhyOver},
		{table + "去年底 |", "去年底", "", draft.WhyUnreadLimit},
		{"一、城建\n1.改造公厕9处。\n责任单位：城管局\n完成时限：6月底", "6月底", "2024-06-30", draft.WhyOver},
		{"一、城建\n1.改造公厕9处。（城管局，6月底）", "6月底", "2024-06-30", draft.WhyOver},
		{"一、城建\n1.改造公厕9处。（城管局，6月底前完成设计，12月底前建成）", "6月底前完成设计，12月底前建成", "2024-12-31", ""},
		{"一、城建\n1.改造公厕9处。（城管局，10月底前；文旅局，11月底前）", "10月底前；文旅局，11月底前", "", draft.WhyUnreadLimit},
		{"一、城管局6月底改造公厕9处。", "", "", draft.WhyNoDate},
	} {
		taskDue(t, x.text, x.wording, x.day, x.why)
	}
}

// If a figure grows from limit to limit, the last one is the target and the last limit the deadline; the title has none of the figures.
func TestGrowingFigures(t *testing.T) {
	for _, x := range []struct{ text, want, title, why string }{
		{"一、由发改局牵头，9月底前新开工重大项目12个，11月底前累计开工20个，年底前全部开工30个。", "发改局 |  | 2024-12-31 | 30个 | quantity", "新开工重大项目", ""},
		{"一、住建局9月底前改造老旧小区8处，年底前累计达到20处。", "住建局 |  | 2024-12-31 | 20处 | quantity", "改造老旧小区", ""},
		{"一、商务局9月底前完成招商任务的40%，11月底前完成60%，年底前完成80%。", "商务局 |  | 2024-12-31 | 80% | quantity", "完成招商任务", ""},
		{"一、卫健局要为1.2万名妇女开展“两癌”筛查，10月底前完成50%，年底前全面完成。", "卫健局 |  | 2024-12-31 | 12000名 | quantity", "为1.2万名妇女开展“两癌”筛查", ""},
		{"一、住建局改造老旧小区20处，其中9月底前完成8处，年底前全部完成。", "住建局 |  | 2024-12-31 | 20处 | quantity", "改造老旧小区20处", ""},
	} {
		got := read(x.text)
		if len(got) != 1 {
			t.Errorf("%s: %q", x.text, linesOf(got))
			continue
		}
		if title, why := got[0].Get(workbook.ColTitle).Text, got[0].Get(workbook.ColTarget).Why; line(got[0]) != x.want || title != x.title || why != x.why {
			t.Errorf("%s: got %q, %q, %q, want %q, %q, %q", x.text, line(got[0]), title, why, x.want, x.title, x.why)
		}
	}
}

// 一月 is January, but a rhythm in 一月一调度. 全年 is a limit, but not if it only says of which work a share is meant.
func TestTimesThatAreNoLimits(t *testing.T) {
	for _, x := range []struct{ text, due, cadence string }{
		{"一、督查室要一月一调度、一季一通报。", "", "monthly quarterly"},
		{"一、督查室要一月一次会商重点项目。", "", "monthly"},
		{"一、督查室要一季度一通报重点项目进展。", "", "quarterly"},
		{"一、商务局三季度完成全年招商任务的70%。", "2024-09-30", ""},
		{"一、税务局9月底前完成全年收入目标的八成，新增税源企业30家。", "2024-09-30", ""},
		{"一、商务局全年引进项目12个。", "2024-12-31", ""},
	} {
		got := read(x.text)
		if len(got) != 1 {
			t.Errorf("%s: %q", x.text, linesOf(got))
			continue
		}
		if due, cadence := got[0].Get(workbook.ColDue).Date.String(), got[0].Get(workbook.ColCadence).Text; due != x.due || cadence != x.cadence || len(got[0].Milestones) > 0 {
			t.Errorf("%s: got %q, %q and %d milestones, want %q, %q", x.text, due, cadence, len(got[0].Milestones), x.due, x.cadence)
		}
	}
}

// Growth by at least some figure is asked for even without a verb; growth that has happened is not.
func TestGrowthAskedFor(t *testing.T) {
	for _, x := range []struct {
		text string
		want []string
	}{
		{"一、工业技改投资增长15%以上，规上工业增加值增长7.5%左右，新增“四上”企业26家，由工信局、统计局负责。",
			[]string{"工信局、统计局 |  |  | 15% | quantity", "工信局、统计局 |  |  | 7.5% | quantity", "工信局、统计局 |  |  | 26家 | quantity"}},
		{"一、商务局全年引进项目5家以上，其中外资项目不少于1家。", []string{"商务局 |  | 2024-12-31 | 5家 | quantity", "商务局 |  | 2024-12-31 | 1家 | quantity"}},
		{"一、今年以来，规上工业增加值增长7.5%左右，位居全市前列。工信局要新增“四上”企业26家。", []string{"工信局 |  |  | 26家 | quantity"}},
		{"一、规上工业增加值同比增长7.5%，固定资产投资增长9.1%。工信局要新增“四上”企业26家。", []string{"工信局 |  |  | 26家 | quantity"}},
	} {
		if got := linesOf(read(x.text)); !slices.Equal(got, x.want) {
			t.Errorf("%s: got %q, want %q", x.text, got, x.want)
		}
	}
}

// Figures that are measured at a time are not added up over the year, whatever their unit. A comparison behind a figure is about the same
// figure.
func TestLevels(t *testing.T) {
	for _, x := range []struct{ text, basis, unit string }{
		{"一、生态环境局要把PM2.5平均浓度控制在33微克/立方米以内。", workbook.PointInTime, "微克/立方米"},
		{"一、卫健局要将千人医生数提高到3.2人。", workbook.PointInTime, "人"},
		{"一、农业农村局要将粮食单产提高到520公斤/亩。", workbook.PointInTime, "公斤/亩"},
		{"一、卫健局要培训医生320人。", workbook.Cumulative, "人"},
		{"一、财政局要从严管理，三公经费不得突破900万元。", workbook.Cumulative, "万元"},
	} {
		got := read(x.text)
		if len(got) != 1 || got[0].Get(workbook.ColBasis).Text != x.basis || got[0].Get(workbook.ColUnit).Text != x.unit {
			t.Errorf("%s: got %q, %q %q, want %q %q", x.text, linesOf(got), got[0].Get(workbook.ColBasis).Text, got[0].Get(workbook.ColUnit).Text, x.basis, x.unit)
		}
	}
	got := read("一、PM2.5平均浓度控制在33微克/立方米以内，较上年下降5%。生态环境局负责。")
	if len(got) != 2 || got[1].Get(workbook.ColTitle).Text != "PM2.5平均浓度：较上年下降5%" {
		t.Errorf("a comparison with the year before: %q", linesOf(got))
		for _, g := range got {
			t.Log(g.Get(workbook.ColTitle).Text)
		}
	}
}

// If some sentences of a paragraph were used, its other sentences are listed if they have a figure or limit that is not of the past.
func TestPassedOver(t *testing.T) {
	for _, x := range []struct {
		text string
		want []string
	}{
		{"一、林业局要在9月底前开设防火隔离带12公里。10月1日至11月30日为森林高火险期，严禁一切野外用火。", []string{"10月1日至11月30日为森林高火险期，严禁一切野外用火。"}},
		{"一、林业局要在9月底前开设防火隔离带12公里，重点户每户灭火弹3枚、水桶2个。", []string{"一、林业局要在9月底前开设防火隔离带12公里，重点户每户灭火弹3枚、水桶2个。"}},
		{"一、林业局要在9月底前开设防火隔离带12公里。上半年共发生火情3起。", nil},
		{"一、林业局要在9月底前开设防火隔离带12公里。大家要绷紧防火这根弦。", nil},
		{"一、上半年共栽植苗木3万株。", nil},
	} {
		d := draft.Read(draft.ParseText("关于某项工作的通知\n"+x.text), calendar.DefaultDeadlineRules(speechDay))
		var got []string
		for _, at := range d.Passed {
			got = append(got, string([]rune(d.Paragraphs[at.Para-1])[at.From:at.To]))
		}
		if !slices.Equal(got, x.want) {
			t.Errorf("%s: got %q, want %q", x.text, got, x.want)
		}
	}
}

// Phrases of minutes and exhortations around the work are not work.
func TestAroundTheWork(t *testing.T) {
	for _, x := range []struct {
		text string
		want []string
	}{
		{"一、由县融媒体中心负责，制作警示教育片2部，在各镇、村广播中每天播放不少于3次。", []string{"县融媒体中心 |  |  | 2部 | quantity：制作警示教育片2部"}},
		{"一、由县融媒体中心负责，灌制安全歌谣2部。", []string{"县融媒体中心 |  |  | 2部 | quantity：灌制安全歌谣2部"}},
		{"一、人社局要新增就业4500人，转移农村劳动力1.2万人次。",
			[]string{"人社局 |  |  | 4500人 | quantity：新增就业4500人", "人社局 |  |  | 12000人次 | quantity：转移农村劳动力1.2万人次"}},
		{"一、文旅局负责，新增民宿12家，特色农家乐示范户30户。", []string{"文旅局 |  |  | 12家 | quantity：新增民宿12家", "文旅局 |  |  | 30户 | quantity：特色农家乐示范户30户"}},
		{"一、教育局从10月份开始组织培训教师320人。", []string{"教育局 |  |  | 320人 | quantity：从10月份开始组织培训教师320人"}},
		{"一、教育局要新建学校3所，惠及周边居民2.3万人。", []string{"教育局 |  |  | 3所 | quantity：新建学校3所"}},
		{"一、教育局要新建学校3所，全县在校学生2.3万人。", []string{"教育局 |  |  | 3所 | quantity：新建学校3所"}},
		{"一、新建公厕9座，卫生厕所普及率达到92%。（责任单位：农业农村局）",
			[]string{"农业农村局 |  |  | 9座 | quantity：新建公厕9座", "农业农村局 |  |  | 92% | quantity：卫生厕所普及率达到92%"}},
		{"一、住建局要打造省级和美乡村示范村3个、市级12个。",
			[]string{"住建局 |  |  | 3个 | quantity：打造省级和美乡村示范村3个", "住建局 |  |  | 12个 | quantity：打造市级和美乡村示范村12个"}},
		{"一、棚户区改造开工600套、基本建成1100套。（责任单位：住建局）",
			[]string{"住建局 |  |  | 600套 | quantity：棚户区改造开工600套", "住建局 |  |  | 1100套 | quantity：棚户区改造基本建成1100套"}},
		{"一、更新供水管网85公里，水质合格率稳定在95%以上。其中，9月底前完成招标，11月底前管网改造全部完工，12月20日前通水。（责任单位：水务局）",
			[]string{"水务局 |  |  | 85公里 | quantity：更新供水管网85公里", "水务局 |  |  | 95% | quantity：水质合格率稳定在95%以上", "水务局 |  | 2024-12-20 |  | project：完成招标"}},
		{"一、年内新建高标准农田8万亩，由农业农村局牵头，其中东溪镇2.5万亩、南河镇2万亩、西山镇2万亩、北坪镇1.5万亩。",
			[]string{"农业农村局 |  | 2024-12-31 | 80000亩 | quantity：新建高标准农田8万亩"}},
		{"一、教育局牵头，7所学校改造年底前完成；全民健身中心10月底前完成选址，11月底前开工。",
			[]string{"教育局 |  | 2024-12-31 | 7所 | quantity：7所学校改造完成", "教育局 |  | 2024-11-30 |  | project：全民健身中心完成选址，开工"}},
		{"一、溪谷产业园一期由发改局负责，年度完成投资6亿元。", []string{"发改局 |  | 2024-12-31 | 6亿元 | quantity：溪谷产业园一期完成投资6亿元"}},
		{"一、国庆节期间（10月1日至7日），各镇在主要进山路口设卡，护林员全员上岗。", []string{"各镇 |  | 2024-10-07 |  | deliverable：在主要进山路口设卡"}},
		{"一、城管局要研究提出占道经营整治办法，提交下次会议审议。", []string{"城管局 |  |  |  | deliverable：研究提出占道经营整治办法"}},
		{"一、会议原则同意住建局提出的停车场收费调整方案，由住建局按会议意见修改完善后于12月10日前印发实施。",
			[]string{"住建局 |  | 2024-12-10 |  | deliverable：停车场收费调整方案：按会议意见修改完善后印发实施"}},
		{"一、会议原则同意《城市更新三年行动方案（2024—2026年）》，由住建局根据会议意见修改完善后，于9月20日前按程序印发。",
			[]string{"住建局 |  | 2024-09-20 |  | deliverable：《城市更新三年行动方案（2024—2026年）》：按程序印发"}},
		{"一、会议同意新建第三实验小学，由教育局牵头，发改局、住建局配合，年内完成立项和土地划拨，2025年3月开工建设，2026年8月投入使用。",
			[]string{"教育局 | 发改局、住建局 | 2026-08-31 |  | project：新建第三实验小学"}},
		{"一、会议同意收回城东闲置地块，由自然资源局10月底前办理。", []string{"自然资源局 |  | 2024-10-31 |  | deliverable：收回城东闲置地块"}},
		{"一、祥和小区电梯频繁故障问题，由市场监管局牵头办理，督促物业公司9月15日前完成电梯大修或更换。",
			[]string{"市场监管局 |  | 2024-09-15 |  | deliverable：祥和小区电梯频繁故障问题：督促物业公司完成电梯大修或更换"}},
		{"一、东关村自来水水压不足，由水务局负责，9月底前完成管网改造1.2公里。",
			[]string{"水务局 |  | 2024-09-30 | 1.2公里 | quantity：东关村自来水水压不足：完成管网改造1.2公里"}},
		{"一、拖欠农民工工资问题3件，涉及金额86.5万元，由人社局牵头，各镇配合，9月20日前全部兑付到位。",
			[]string{"人社局 | 各镇 | 2024-09-20 | 86.5万元 | quantity：拖欠农民工工资问题3件：全部兑付到位"}},
		{"一、县医院停车难问题，由卫健局、公安局共同牵头，年底前新增停车位200个。",
			[]string{"卫健局、公安局 |  | 2024-12-31 | 200个 | quantity：县医院停车难问题：新增停车位200个"}},
		{"一、校外培训机构退费难问题，由教育局会同市场监管局、公安局办理，10月底前退费率达到95%以上。",
			[]string{"教育局 | 市场监管局、公安局 | 2024-10-31 | 95% | quantity：校外培训机构退费难问题：退费率达到95%以上"}},
		{"一、资金使用不规范，2022年有32万元专项资金用于办公支出。\n整改措施：追回被挪用资金32万元，完善资金管理制度。\n责任单位：交通局\n整改时限：9月底",
			[]string{"交通局 |  | 2024-09-30 | 32万元 | quantity：追回被挪用资金32万元"}},
		{"一、10月1日至11月30日为森林高火险期，林业局要每周巡查一次。", []string{"林业局 |  |  |  | recurring：每周巡查一次"}},
	} {
		got := []string{}
		for _, task := range read(x.text) {
			got = append(got, line(task)+"："+task.Get(workbook.ColTitle).Text)
		}
		if !slices.Equal(got, x.want) {
			t.Errorf("%s: got %q, want %q", x.text, got, x.want)
		}
	}
}
