package workbook

import (
	"sort"
	"strconv"
	"strings"

	"duban/workbook/calendar"
	"duban/workbook/pattern"
	"duban/workbook/sheet"
)

// Keys of the settings in the plan's sheet 参数.
const (
	SetCounty      = "county"
	SetOffice      = "office"
	SetDocument    = "document"
	SetDocDate     = "document-date"
	SetYear        = "year"
	SetPlanID      = "plan-id"
	SetStart       = "default-start"
	SetDueRule     = "due"
	SetWeekDueRule = "week-due"
	SetCutoff      = "cutoff"
	SetShift       = "shift"
	SetMonthStart  = "month-start"
	SetEarly       = "early"
	SetMid         = "mid"
	SetYellow      = "yellow-from"
	SetRed         = "red-from"
	SetAhead       = "ahead-from"
	SetBlueName    = "blue-name"
	SetGreenName   = "green-name"
	SetYellowName  = "yellow-name"
	SetRedName     = "red-name"
	SetBlueColor   = "blue-color"
	SetGreenColor  = "green-color"
	SetYellowColor = "yellow-color"
	SetRedColor    = "red-color"
	SetNearDays    = "near-days"
	SetBriefItems  = "brief-items"
	SetMendDays    = "mend-days"
	SetCloseDays   = "close-days"
	SetSameText    = "same-text"
	SetStanding    = "standing-periods"
	SetEstimateGap = "estimate-gap"
	SetReplyDays   = "reply-days"
	SetNoticeMark  = "notice-mark"
	SetSupport     = "support-share"
	SetCoLead      = "co-lead-share"
	SetDecimals    = "score-decimals"
	SetGrades      = "grades"
	SetRankBy      = "rank-by"
	SetTies        = "ties"
	SetGoodMark    = "good-mark"
	SetPoorMark    = "poor-mark"
)

// Settings are the plan's 参数, with defaults for what the plan leaves out.
type Settings struct {
	County, Office, Document, PlanID string
	DocDate, Start                   calendar.Date
	Year                             int
	Due, WeekDue, Cutoff             calendar.DueRule
	Shift                            calendar.Shift
	Deadlines                        calendar.DeadlineRules
	// YellowFrom and RedFrom are percentage points behind the expected progress; AheadFrom is the points ahead of it.
	YellowFrom, RedFrom, AheadFrom float64
	// LightNames are the county's words for its lights, by light.
	LightNames [5]string
	// LightColors are the colours that the lights are shown in, by light: ColorBlue and so on.
	LightColors [5]string
	// NearDays is how many days before a deadline a task counts as near due.
	NearDays int
	// BriefItems is how many tasks or problems of a kind the brief names in its text; its annexes name them all.
	BriefItems int
	// MendDays is the number of workdays within which a returned workbook may be corrected and still count as on time.
	MendDays int
	// CloseDays are the workdays after the due day after which a period closes: what comes later is filed but changes no figure. If
	// unknown, a period stays open.
	CloseDays Amount
	// SameText is how often a text may be sent again word for word before its bureau is asked why.
	SameText int
	// Standing is the number of periods for which an unfinished figure, or an undecided request for a change, may stay the same before it
	// is mentioned.
	Standing int
	// EstimateGap is by how many percentage points a bureau's own estimate may exceed the computed completion.
	EstimateGap float64
	// ReplyDays are the workdays within which briefs and notices ask for an answer.
	ReplyDays int
	// NoticeMark comes before the numbers of notices, as in 督办〔2024〕3号.
	NoticeMark   string
	SupportShare float64
	CoLeadShare  float64
	// Decimals is the number of places to which scores are rounded.
	Decimals int
	// Grades are ordered from the highest threshold down; the last one has no threshold. The sheet 等次 outranks them.
	Grades []Grade
	// RankBy says what bureaus are ranked by, Ties how equals are treated.
	RankBy, Ties string
	// A rating counts as good from GoodMark up, and as poor below PoorMark.
	GoodMark, PoorMark float64
	// Places gives the place of each setting in the plan.
	Places map[string]Place
}

// What bureaus are ranked by.
const (
	RankByShown   = "shown"   // the displayed, rounded total
	RankByExact   = "exact"   // the total before rounding
	RankByPercent = "percent" // the total as a percentage of what the bureau could have reached
)

// How equal totals are ranked.
const (
	TiesShared = "shared"
	TiesByLoad = "load" // the bureau with the heavier load of tasks comes first
)

// Grade is a name for scores from a threshold up.
type Grade struct {
	Name string
	From float64
	// Rest marks the grade for all scores below the others.
	Rest bool
}

// Light of a task at a cutoff.
type Light uint8

const (
	NoLight Light = iota
	Blue
	Green
	Yellow
	Red
)

// Colours that a light can be shown in.
const (
	ColorBlue   = "blue"
	ColorGreen  = "green"
	ColorYellow = "yellow"
	ColorOrange = "orange"
	ColorRed    = "red"
	ColorPurple = "purple"
	ColorGrey   = "grey"
)

// defaultLightColors are the default colours, by light.
var defaultLightColors = [5]string{ColorGrey, ColorBlue, ColorGreen, ColorYellow, ColorRed}

// colorWords are the colours as plans write them.
var colorWords = map[string]string{
	"蓝": ColorBlue, "绿": ColorGreen, "黄": ColorYellow, "橙": ColorOrange, "红": ColorRed, "紫": ColorPurple, "灰": ColorGrey,
	"蓝色": ColorBlue, "绿色": ColorGreen, "黄色": ColorYellow, "橙色": ColorOrange, "红色": ColorRed, "紫色": ColorPurple, "灰色": ColorGrey,
	"blue": ColorBlue, "green": ColorGreen, "yellow": ColorYellow, "orange": ColorOrange, "red": ColorRed, "purple": ColorPurple, "grey": ColorGrey,
}

var gradePart = pattern.New(`^(.+?)\s*(?:≥|>=|＞=)\s*([0-9.]+)$`)

// ParseGrades reads "优秀≥90、良好≥80、较差". Thresholds must fall, and only the last grade may have none.
func ParseGrades(s string) ([]Grade, bool) {
	var out []Grade
	for _, p := range SplitNames(s) {
		m := gradePart.FindStringSubmatch(p)
		g := Grade{Name: p, Rest: true}
		if m != nil {
			f, err := strconv.ParseFloat(m[2], 64)
			if err != nil {
				return nil, false
			}
			g = Grade{Name: strings.TrimSpace(m[1]), From: f}
		}
		if n := len(out); n > 0 && (out[n-1].Rest || !g.Rest && g.From >= out[n-1].From) {
			return nil, false
		}
		out = append(out, g)
	}
	return out, len(out) > 0
}

// WordedSettings lists the settings whose defaults are words, which differ by language.
func WordedSettings() []string {
	return []string{SetBlueName, SetGreenName, SetYellowName, SetRedName, SetGrades}
}

// defaultSettings gives the settings of a plan that says nothing, with the words of its form.
func defaultSettings(f *Form) Settings {
	s := Settings{
		LightNames:  [5]string{"", f.Defaults[SetBlueName], f.Defaults[SetGreenName], f.Defaults[SetYellowName], f.Defaults[SetRedName]},
		LightColors: defaultLightColors, YellowFrom: 10, RedFrom: 30, AheadFrom: 10,
		NearDays: 10, MendDays: 3, BriefItems: 8, SameText: 2, Standing: 2, EstimateGap: 30, ReplyDays: 5, NoticeMark: "督办",
		CoLeadShare: 1, Decimals: 2, RankBy: RankByShown, Ties: TiesShared, GoodMark: 80, PoorMark: 60,
		Shift: calendar.ShiftNext, Places: map[string]Place{},
	}
	s.Due, _ = calendar.ParseDueRule("次月5日")
	s.WeekDue, _ = calendar.ParseDueRule("次周周二")
	s.Cutoff, _ = calendar.ParseDueRule("期末")
	s.Grades, _ = ParseGrades(f.Defaults[SetGrades])
	return s
}

// decodeSettings reads the sheet 参数 over the defaults. For a value that cannot be read the default stands, and the cell is observed.
func (p *Plan) decodeSettings(f *Form, t *Table) {
	p.Settings = defaultSettings(f)
	rd := settingReader{p, map[string]*Record{}}
	if t != nil {
		for _, r := range t.Records {
			key := r.Get(ColName).Key
			if key == "" {
				continue
			}
			if first := rd.values[key]; first != nil {
				p.observe("setting-twice", r, ColName, "first", first.Place(ColName).Cell())
				continue
			}
			rd.values[key] = r
			p.Settings.Places[key] = r.Place(ColValue)
		}
	}
	rd.document(&p.Settings)
	rd.days(&p.Settings)
	rd.lights(&p.Settings)
	rd.judging(&p.Settings)
	rd.scores(&p.Settings)
}

// document reads what the plan is based on, and since when.
func (rd settingReader) document(s *Settings) {
	rd.text(SetCounty, &s.County)
	rd.text(SetOffice, &s.Office)
	rd.text(SetDocument, &s.Document)
	rd.text(SetPlanID, &s.PlanID)
	rd.date(SetDocDate, &s.DocDate)
	s.Start = s.DocDate
	rd.date(SetStart, &s.Start)
	if s.DocDate != 0 {
		s.Year = s.DocDate.Year()
	}
	rd.whole(SetYear, &s.Year)
}

// days reads when returns are due, and which days the wordings of deadlines mean.
func (rd settingReader) days(s *Settings) {
	rd.rule(SetDueRule, &s.Due)
	rd.rule(SetWeekDueRule, &s.WeekDue)
	rd.rule(SetCutoff, &s.Cutoff)
	if r := rd.values[SetShift]; r != nil && r.Get(ColValue).Filled() {
		switch Fold(r.Get(ColValue).Text) {
		case "顺延", "next":
			s.Shift = calendar.ShiftNext
		case "提前", "previous":
			s.Shift = calendar.ShiftPrevious
		case "不变", "none":
			s.Shift = calendar.ShiftNone
		default:
			rd.plan.observe("setting-shift", r, ColValue)
		}
	}
	s.Deadlines = calendar.DefaultDeadlineRules(s.DocDate)
	rd.whole(SetMonthStart, &s.Deadlines.MonthStart)
	rd.whole(SetEarly, &s.Deadlines.EarlyEnd)
	rd.whole(SetMid, &s.Deadlines.MidEnd)
	rd.whole(SetNearDays, &s.NearDays)
	rd.whole(SetMendDays, &s.MendDays)
	closes := -1
	if rd.whole(SetCloseDays, &closes); closes >= 0 {
		s.CloseDays = Known(float64(closes))
	}
	rd.whole(SetReplyDays, &s.ReplyDays)
}

// lights reads the thresholds of the lights, their words and colours.
func (rd settingReader) lights(s *Settings) {
	rd.number(SetYellow, &s.YellowFrom)
	rd.number(SetRed, &s.RedFrom)
	rd.number(SetAhead, &s.AheadFrom)
	rd.text(SetBlueName, &s.LightNames[Blue])
	rd.text(SetGreenName, &s.LightNames[Green])
	rd.text(SetYellowName, &s.LightNames[Yellow])
	rd.text(SetRedName, &s.LightNames[Red])
	rd.word(SetBlueColor, &s.LightColors[Blue], colorWords)
	rd.word(SetGreenColor, &s.LightColors[Green], colorWords)
	rd.word(SetYellowColor, &s.LightColors[Yellow], colorWords)
	rd.word(SetRedColor, &s.LightColors[Red], colorWords)
}

// judging reads the limits beyond which something in a return is mentioned, and how briefs and notices are worded.
func (rd settingReader) judging(s *Settings) {
	rd.whole(SetSameText, &s.SameText)
	rd.whole(SetStanding, &s.Standing)
	rd.number(SetEstimateGap, &s.EstimateGap)
	rd.whole(SetBriefItems, &s.BriefItems)
	rd.text(SetNoticeMark, &s.NoticeMark)
}

// scores reads how scores are worked out, ranked and graded.
func (rd settingReader) scores(s *Settings) {
	rd.number(SetSupport, &s.SupportShare)
	rd.number(SetCoLead, &s.CoLeadShare)
	rd.whole(SetDecimals, &s.Decimals)
	rd.number(SetGoodMark, &s.GoodMark)
	rd.number(SetPoorMark, &s.PoorMark)
	rd.word(SetRankBy, &s.RankBy, map[string]string{
		"总分": RankByShown, "shown": RankByShown, "不舍入的总分": RankByExact, "exact": RankByExact, "百分制": RankByPercent, "percent": RankByPercent,
	})
	rd.word(SetTies, &s.Ties, map[string]string{"并列": TiesShared, "shared": TiesShared, "任务重者在前": TiesByLoad, "load": TiesByLoad})
	if r := rd.values[SetGrades]; r != nil && r.Get(ColValue).Filled() {
		if g, ok := ParseGrades(r.Get(ColValue).Text); ok {
			s.Grades = g
		} else {
			rd.plan.observe("setting-grades", r, ColValue)
		}
	}
}

// settingReader reads settings by their keys over the defaults.
type settingReader struct {
	plan   *Plan
	values map[string]*Record
}

// datum reads a setting's value as a column type; nil if the plan does not set it or the value cannot be read.
func (rd settingReader) datum(key string, as ColumnType) *Datum {
	r := rd.values[key]
	if r == nil {
		return nil
	}
	raw := r.Get(ColValue)
	if raw.State == Empty || raw.State == Open {
		return nil
	}
	d := readCell(&Column{Type: as}, &sheet.Cell{Value: raw.Raw, Format: raw.Format}, &Reading{Near: rd.plan.Settings.DocDate})
	if d.State == Bad {
		rd.plan.observe(d.Fault(), r, ColValue)
		return nil
	}
	return &d
}

func (rd settingReader) text(key string, to *string) {
	if d := rd.datum(key, TextColumn); d != nil {
		*to = d.Text
	}
}

func (rd settingReader) date(key string, to *calendar.Date) {
	if d := rd.datum(key, DateColumn); d != nil {
		*to = d.Date
	}
}

func (rd settingReader) number(key string, to *float64) {
	if d := rd.datum(key, NumberColumn); d != nil {
		*to = d.Num
	}
}

func (rd settingReader) whole(key string, to *int) {
	d := rd.datum(key, NumberColumn)
	if d == nil {
		return
	}
	if d.Num != float64(int(d.Num)) || d.Num < 0 {
		rd.plan.observe("setting-whole", rd.values[key], ColValue)
		return
	}
	*to = int(d.Num)
}

// word reads a setting that is one of a few words, in either language.
func (rd settingReader) word(key string, to *string, words map[string]string) {
	d := rd.datum(key, TextColumn)
	if d == nil {
		return
	}
	word, ok := words[Fold(d.Text)]
	if !ok {
		rd.plan.observe("setting-word", rd.values[key], ColValue, "allowed", wordsOf(words, d.Text))
		return
	}
	*to = word
}

func (rd settingReader) rule(key string, to *calendar.DueRule) {
	d := rd.datum(key, TextColumn)
	if d == nil {
		return
	}
	rule, ok := calendar.ParseDueRule(d.Text)
	if !ok {
		rd.plan.observe("setting-due", rd.values[key], ColValue)
		return
	}
	*to = rule
}

// wordsOf lists the words that a setting may take, in the script that was used: Chinese or Latin.
func wordsOf(words map[string]string, used string) string {
	chinese := strings.ContainsFunc(used, func(r rune) bool { return r >= 0x2E80 })
	var out []string
	for w := range words {
		if strings.ContainsFunc(w, func(r rune) bool { return r >= 0x2E80 }) == chinese {
			out = append(out, w)
		}
	}
	sort.Strings(out)
	return strings.Join(out, "、")
}
