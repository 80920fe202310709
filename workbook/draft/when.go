package draft

import (
	"slices"
	"strings"

	"duban/workbook/calendar"
	"duban/workbook/pattern"
)

// moment is a time that a clause gives as a limit.
type moment struct {
	at      piece
	wording string
	// last is the last day that is in time, 0 if the wording names an occasion and no day.
	last calendar.Date
	// tried says that the text only asks for an effort: 力争, 争取.
	tried bool
	// aim says that it is the day of the result that the work should lead to: 确保春节前清零.
	aim bool
	// loose says that the wording, which is not a limit by itself, was read as one: 今年, 年度任务.
	loose bool
}

const (
	saidYear   = `(?:20\d\d年|今年|明年|次年|当年|本年度?)`
	hanOrDigit = `(?:\d{1,2}|[一二三四五六七八九十]{1,3})`
	monthEnds  = `(?:上中旬|中下旬|上旬|中旬|下旬|月底|底|末|初)`
	hour       = `(?:上午|下午|晚上?)?\d{1,2}(?:时|点)(?:整|半|\d{1,2}分)?`
	before     = `(?:之前|以前|前|之内|以内|内)`
)

// limits lists the ways of naming a limit. At each place the longest match counts. calendar.ResolveDeadline decides
// what it means.
var limits = pattern.New(strings.Join([]string{
	// 9月28至30号, 11月底或12月初, 明年4月底前, 9月上旬, 九月份
	saidYear + `?` + hanOrDigit + `月(?:份)?(?:` + monthEnds + `|\d{1,2}[日号]` + hour + `|\d{1,2}[日号]?)?(?:(?:至|到|-|—|~|或|或者)(?:` + hanOrDigit + `月)?(?:` + monthEnds + `|\d{1,2}[日号]?))?` + before + `?`,
	`20\d\d[-./]\d{1,2}[-./]\d{1,2}` + before + `?`,
	`\d{1,2}[日号](?:之前|以前|前)`,
	saidYear + `?年?(?:底|末|终)` + before + `?`,
	`(?:20\d\d|今|明|次)年(?:全年)?` + before,
	`年内|全年|年度任务|年度(?:计划)?完成|今年|本年度|20\d\d年`,
	`(?:本|下|当|次)个?月(?:` + monthEnds + `|\d{1,2}[日号](?:` + hour + `)?)?` + before + `?|月底前|月末前`,
	saidYear + `?第?[一二三四1-4]季度(?:末|底)?` + before + `?|本季度(?:末|底)?` + before + `?`,
	saidYear + `?[上下]半年` + before + `?`,
	saidYear + `?前(?:[一二两三1-4]个?季度?|` + hanOrDigit + `个月)(?:末|底)?`,
	`(?:\d{1,3}|[一二两三四五六七八九十半]{1,3})(?:个)?(?:工作日|天|日|周|星期|月|小时)(?:之内|以内|内)`,
	`(?:本周|下周)(?:[一二三四五六日天末])?` + before + `?`,
	saidYear + `?[“"]?(?:元旦|五一|劳动节|七一|八一|国庆)[”"]?节?(?:之前|以前|前)`,
	`\p{Han}[^环细关季情调章时春]节前`,
	saidYear + `?(?:春节|清明节?|端午节?|中秋节?|教师节|重阳节|寒假|暑假|主?汛期?|供暖期?|采暖期?|开学|三夏|三秋|麦收|秋收|春耕|入冬|封冻|雨季|两会|中考|高考)(?:开始|到来|来临)?(?:之前|以前|前)`,
}, `|`))

// yearAlone matches a year at the beginning of a sentence: 2026年新建公园5处.
var yearAlone = pattern.New(`^20\d\d年$`)

// hours matches a time of day, which is left out as only the day counts: 7月6日18时前.
var hours = pattern.New(hour)

var (
	// modifiers behind a time make it part of a name, a start or a slogan: 2024年产业项目, 8月20日会议, 10月起每周调度, 一季度开门红.
	ofName   = pattern.New(`^(?:的|以来|[度份]?(?:计划|预算|报告|方案|清单|目标|产业|重点|项目|会议|获批|开始|至今|全市|第)|份?起(?:[，、每按对由在]|$)|(?:实现|确保|夺取)?(?:开门红|开门稳|双过半|半年红|全年红|满堂红))`)
	notLimit = pattern.New(`(?:去年|上年|前年|自|从|对|占|较|比|每年|每|截至|截止|20\d\d年?[-—至])$`)
	// lastYear matches words before 年底 that mean a year that is over.
	lastYear = pattern.New(`[去前]$`)
	// yearReview matches the year-end assessment, which is no limit: 在年终考核中.
	yearReview = pattern.New(`^(?:综合)?(?:考核|考评|评比)`)
	// afterEvent matches words before a span of time that counts from an event; 会后 counts from the document's own meeting.
	afterEvent = pattern.New(`(?:[^会，]{2,6}结束|[^会，]{2,6}完成|接到[^，]{2,4}|发布|印发|公布)之?后$`)
	spanOfTime = pattern.New(`^(?:\d|[一二两三四五六七八九十半]).*内$`)
	// standard and answers match words that make a span of time a standard of service: 压缩到半天以内, 3个工作日内答复来信.
	standard    = pattern.New(`(?:控制在|(?:压缩|压减|缩短|缩减|降|减|提速|限定)(?:到|至|为|在))$`)
	answers     = pattern.New(`^(?:予以|给予|及时|全部|依法|必须|要|应|妥善|一律|完成对)*(?:答复|回复|回应|响应|受理|处置|办结|办理|反馈|抢修|修复|到场|到达|赶到|送达|出警|出诊|处理|核实)(?:完毕|好)?[^，、]{0,8}?(?:来信|来电|来访|信访|报警|警情|接警|投诉|诉求|举报|咨询|申请|求助|报修|故障|工单|险情|现场|留言|申报|反映)`)
	fromMeeting = pattern.New(`会后$`)
	// shareOfWork matches a share of the work of a time: 全年招商任务的40%.
	shareOfWork = pattern.New(`^[\p{Han}“”]{0,10}?(?:任务|目标|计划|指标)(?:总?量|数)?的?(?:\d|[一二三四五六七八九]成|一半)`)
	// onceEach matches words before something that happens once in each period: 一月一调度, 一季度一通报.
	onceEach = pattern.New(`^一(?:个?月|季度)$`)
	tried    = pattern.New(`(?:力争|争取|努力)[^，]{0,4}$`)
	// nextOfEach matches days of the month behind another one.
	nextOfEach = pattern.New(`^(?:次|当)个?月\d`)
	inChief    = pattern.New(`^(?:必须|务必|要|应|完成|全部|全面|实现|形成|建成|办结|动工|开工|提出|前|之前|需|力争|争取|报|提交)`)
)

// unquote removes the quotation marks around the name of a holiday: “五一”前.
var unquote = strings.NewReplacer("“", "", "”", "", `"`, "")

// moments finds the limits in a clause, in order. A time before the document's date is usually none, as it tells of the past.
func (r *reader) moments(p piece) []moment {
	return slices.DeleteFunc(r.allMoments(p), func(m moment) bool {
		return m.last != 0 && (m.last < r.rules.Base && !inChief.MatchString(nearStart(p.text[m.at.to()-p.from:])) || m.last < r.rules.Base.AddMonths(-1))
	})
}

// allMoments finds the limits in a wording that is labelled as a limit, even those that are over.
func (r *reader) allMoments(p piece) []moment {
	if !strings.ContainsAny(p.text, "年月周日天季前内") {
		return nil
	}
	var out []moment
	for _, at := range limits.FindAllStringIndex(p.text, -1) {
		if w, ok := strings.CutSuffix(p.text[at[0]:at[1]], "完成"); ok {
			at[1] = at[0] + len(w)
		}
		w := p.text[at[0]:at[1]]
		left, rest := nearEnd(p.text[:at[0]]), nearStart(p.text[at[1]:])
		if notLimit.MatchString(left) || strings.HasSuffix(left, "年") || endsInDigit(left) || strings.HasPrefix(w, "年") && lastYear.MatchString(left) {
			continue
		}
		if w == "全年" && shareOfWork.MatchString(rest) || strings.HasPrefix(rest, "一") && onceEach.MatchString(w) {
			continue
		}
		m := moment{at: p.sub(at[0], at[1]), wording: w, tried: tried.MatchString(left), aim: strings.HasPrefix(p.text, "确保")}
		closed := strings.HasSuffix(w, "前") || strings.HasSuffix(w, "内")
		if yearReview.MatchString(rest) && strings.HasPrefix(w, "年") {
			m.loose = true
		} else if !closed && (strings.HasSuffix(left, "在") || ofName.MatchString(rest) || strings.HasSuffix(w, "半年") && strings.Trim(left+rest, spaces) == "") {
			// 下半年，… begins a sentence and is no limit.
			continue
		}
		if spanOfTime.MatchString(w) && (standard.MatchString(left) || !fromMeeting.MatchString(left) && answers.MatchString(rest)) {
			// 2小时内到场, 5个工作日内答复来信 are standards of a service, not a limit for the task.
			continue
		}
		if event := afterEvent.FindString(left); event != "" && spanOfTime.MatchString(w) {
			// 活动结束后2日内 counts from a day that the text does not give.
			m.at, m.wording = p.sub(at[0]-len(event), at[1]), event+w
			out = append(out, m)
			continue
		}
		d, ok := calendar.ResolveDeadline(unquote.Replace(hours.ReplaceAllString(w, "")), r.rules)
		switch {
		case dayAlone.MatchString(w):
			if d, ok = r.dayAlone(w); strings.HasSuffix(left, "月") || !ok {
				continue
			}
			m.loose = true
		case w == "年度任务" || w == "年度" || w == "年度计划":
			d, ok = calendar.ResolveDeadline("全年", r.rules)
			m.loose = true
		case w == "今年" || w == "本年度" || yearAlone.MatchString(w):
			// 今年 begins many sentences; it is a limit only for work with a figure.
			if strings.Trim(left, spaces) != "" || !strings.ContainsAny(rest, "0123456789") || pastWords.MatchString(rest) {
				continue
			}
			m.loose = true
		}
		if ok {
			m.last = d.Last
			// 次月5日前 usually counts from each month, not from the document's.
			m.loose = m.loose || nextOfEach.MatchString(w)
		} else if !closed {
			continue
		}
		out = append(out, m)
	}
	return out
}

// dayAlone matches a limit without a month: 25日前 is the next such day.
var dayAlone = pattern.New(`^\d{1,2}[日号](?:之前|以前|前)$`)

func (r *reader) dayAlone(w string) (calendar.Deadline, bool) {
	for _, month := range []string{"本月", "下月"} {
		if d, ok := calendar.ResolveDeadline(month+w, r.rules); ok && d.Last >= r.rules.Base {
			return d, true
		}
	}
	return calendar.Deadline{}, false
}

func endsInDigit(s string) bool {
	return s != "" && s[len(s)-1] >= '0' && s[len(s)-1] <= '9'
}

// rhythms lists the words for recurring work with the cadence that a plan may have; it is empty for a rhythm that a plan cannot have.
var rhythms = []struct {
	cadence calendar.Cadence
	pattern *pattern.Pattern
}{
	{0, pattern.New(`每半个?月|每两周|每双周|每天|每日|每旬|每小时|每两个?月|逐日|按旬|(?:双周|隔周|半个?月|双月|隔月)` + lookedAt)},
	{calendar.Weekly, pattern.New(`每周|按周|一周一|每星期|` + shortOf("周"))},
	{calendar.MonthEnd, pattern.New(`每月[底末]|月末|(?:^|[^\d一二三四五六七八九十本下])月底(?:[^前]|$)`)},
	{calendar.Monthly, pattern.New(`每个?月(?:[^底末]|$)|按月|一月一|` + shortOf("月"))},
	{calendar.Quarterly, pattern.New(`每个?季度?|按季度?|季度调度|一季度?一|` + shortOf("季"))},
	{calendar.HalfYearly, pattern.New(`每半年|半年一次`)},
	{calendar.Yearly, pattern.New(`每年|逐年`)},
}

// shortOf matches a rhythm in short form: 周调度、月通报、季考核, but not 9月通报, 本周调度, 双周调度, 雨季调度.
func shortOf(span string) string {
	return `(?:^|[^\d一二三四五六七八九十本上下当次双半隔个元春夏秋冬雨旱旺淡换])` + span + lookedAt
}

// lookedAt matches the work of a rhythm in short form.
const lookedAt = `(?:调度|通报|会商|研判|考核|评比|报告|例会)`

// rhythm is how often something recurs.
type rhythm struct {
	cadence calendar.Cadence
	at      piece
}

// eachOfList matches a list in which 每 only means each item: 分解到每个项目、每个月.
var eachOfList = pattern.New(`每个?[^周月季年天日旬，]{1,6}、$`)

func rhythmsIn(p piece) []rhythm {
	if !strings.ContainsAny(p.text, "每按周月季年逐") {
		return nil
	}
	var out []rhythm
	for _, r := range rhythms {
		if at := r.pattern.FindStringIndex(p.text); at != nil && !eachOfList.MatchString(p.text[:at[0]]) {
			out = append(out, rhythm{r.cadence, p.sub(at[0], at[1])})
		}
	}
	return out
}

// noDates matches words of haste, and 各自时限 without the limits. They set no day, but are kept as the wording.
var noDates = pattern.New(`各自[^，。；]{0,6}(?:时限|期限|时间节点)|会后|抓紧|尽快|尽早|第一时间|及时|立即|马上|近期|适时|按期|限期`)
