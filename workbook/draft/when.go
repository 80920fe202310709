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
	// 9月28至30号, 2024年10月1日至2025年3月31日, 11月底或12月初, 明年4月底前, 9月上旬, 九月份
	saidYear + `?` + hanOrDigit + `月(?:份)?(?:` + monthEnds + `|\d{1,2}[日号]` + hour + `|\d{1,2}[日号]?)?(?:(?:至|到|-|—|~|或|或者)(?:` + saidYear + `?` + hanOrDigit + `月)?(?:` + monthEnds + `|\d{1,2}[日号]?))?` + before + `?`,
	`20\d\d[-./]\d{1,2}[-./]\d{1,2}` + before + `?`,
	`\d{1,2}[日号](?:之前|以前|前)`,
	saidYear + `?年?(?:底|末|终)` + before + `?`,
	`(?:20\d\d|今|明|次)年(?:全年)?` + before,
	`年内|全年|年度任务|年度(?:计划)?完成|今年|本年度|20\d\d年`,
	`(?:本|下|当|次)个?月(?:` + monthEnds + `|\d{1,2}[日号](?:` + hour + `)?)?` + before + `?|月底前|月末前`,
	saidYear + `?第?[一二三四1-4]季度(?:末|底)?` + before + `?|本季度(?:末|底)?` + before + `?`,
	saidYear + `?[上下]半年` + before + `?`,
	saidYear + `?前(?:[一二两三1-4]个?季度?|` + hanOrDigit + `个月)(?:末|底)?`,
	`(?:\d{1,3}(?:\.\d+)?|[一二两三四五六七八九十半]{1,3})(?:个)?(?:工作日|天|日|周|星期|月|小时)(?:之内|以内|内)`,
	`(?:本周|下周)(?:[一二三四五六日天末])?` + before + `?`,
	saidYear + `?[“"]?(?:元旦|五一|劳动节|七一|八一|国庆)[”"]?节?(?:之前|以前|前)`,
	`\p{Han}[^环细关季情调章时春]节前`,
	saidYear + `?(?:春节|清明节?|端午节?|中秋节?|教师节|重阳节|寒假|暑假|主?汛期?|供暖期?|采暖期?|开学|三夏|三秋|麦收|秋收|春耕|入冬|封冻|雨季|两会|中考|高考)(?:开始|到来|来临)?(?:之前|以前|前)`,
}, `|`))

// hours matches a time of day, which is left out as only the day counts: 7月6日18时前.
var hours = pattern.New(hour)

// unquote removes the quotation marks around the name of a holiday: “五一”前.
var unquote = strings.NewReplacer("“", "", "”", "", `"`, "")

// moments finds the limits in a clause, in order. A time before the document's date is usually none, as it tells of the past.
func (r *reader) moments(p piece) []moment {
	return slices.DeleteFunc(r.allMoments(p), func(m moment) bool {
		return m.last != 0 && (m.last < r.rules.Base && !inChief.MatchString(nearStart(p.text[m.at.to()-p.from:])) || m.last < r.rules.Base.AddMonths(-1))
	})
}

// inChief matches words behind a time that make it a limit, though it is over.
var inChief = pattern.New(`^(?:必须|务必|要|应|完成|全部|全面|实现|形成|建成|办结|动工|开工|提出|前|之前|需|力争|争取|报|提交)`)

// allMoments finds the limits in a wording that is labelled as a limit, even those that are over.
func (r *reader) allMoments(p piece) []moment {
	if !strings.ContainsAny(p.text, "年月周日天季前内") {
		return nil
	}
	var out []moment
	for _, at := range limits.FindAllStringIndex(p.text, -1) {
		w := timeIn(p, at[0], at[1])
		if _, none := decide(r.decided, noLimits, w); none {
			continue
		}
		if m, ok := r.moment(w); ok {
			out = append(out, m)
		}
	}
	return out
}

// moment reads a limit; ok is false if its wording names no day, and no occasion up to which there is time.
func (r *reader) moment(w *timeWord) (m moment, ok bool) {
	m = moment{at: w.at, wording: w.at.text, tried: tried.MatchString(w.left), aim: strings.HasPrefix(w.clause.text, "确保")}
	if event := afterEvent.FindString(w.left); event != "" && spanOfTime.MatchString(m.wording) {
		// 活动结束后2日内 counts from a day that the text does not give.
		from := w.at.from - w.clause.from
		m.at, m.wording = w.clause.sub(from-len(event), from+len(w.at.text)), event+m.wording
		return m, true
	}
	if dayAlone.MatchString(m.wording) {
		day, ok := r.dayAlone(m.wording)
		m.last, m.loose = day.Last, true
		return m, ok
	}
	wording := unquote.Replace(hours.ReplaceAllString(m.wording, ""))
	if yearsTask.MatchString(wording) {
		wording = "全年"
	}
	day, ok := calendar.ResolveDeadline(wording, r.rules)
	m.loose = w.review() || w.thisYear() || yearsTask.MatchString(m.wording)
	if !ok {
		return m, w.closed()
	}
	m.last = day.Last
	// 次月5日前 usually counts from each month, not from the document's.
	m.loose = m.loose || nextOfEach.MatchString(m.wording)
	return m, true
}

// tried matches words before a limit that only ask for an effort.
var tried = pattern.New(`(?:力争|争取|努力)[^，]{0,4}$`)

// afterEvent matches words before a span of time that counts from an event; 会后 counts from the document's own meeting.
var afterEvent = pattern.New(`(?:[^会，]{2,6}结束|[^会，]{2,6}完成|接到[^，]{2,4}|发布|印发|公布)之?后$`)

// yearsTask matches words for the task of a year, which is due at its end.
var yearsTask = pattern.New(`^(?:年度任务|年度|年度计划)$`)

// nextOfEach matches days of the month behind another one.
var nextOfEach = pattern.New(`^(?:次|当)个?月\d`)

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

// noDates matches words of haste, and 各自时限 without the limits. They set no day, but are kept as the wording.
var noDates = pattern.New(`各自[^，。；]{0,6}(?:时限|期限|时间节点)|会后|抓紧|尽快|尽早|第一时间|及时|立即|马上|近期|适时|按期|限期`)
