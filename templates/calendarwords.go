package templates

import (
	"duban/workbook"
	"duban/workbook/calendar"
)

// Day writes a date as the language does: 2024年9月1日, 2024-09-01.
func (c *Catalogue) Day(d calendar.Date) string {
	if c.Lang == "zh" {
		return d.Chinese()
	}
	return d.String()
}

// LongDay writes a date with its weekday.
func (c *Catalogue) LongDay(d calendar.Date) string {
	return c.T("day.long", "date", c.Day(d), "weekday", c.List("day.weekdays")[d.Weekday()])
}

// Round names the round of a period; a special one is named by its day and the plan's name for it.
func (c *Catalogue) Round(plan *workbook.Plan, p calendar.Period) string {
	if r := plan.Special(p); r != nil {
		return c.T("report.special", "name", r.Name, "day", c.Day(p.Last()))
	}
	if c.Lang == "zh" {
		return p.Chinese()
	}
	return p.String()
}
