package draft

import (
	"strings"

	"duban/workbook/calendar"
	"duban/workbook/pattern"
)

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
