package calendar

import (
	"strings"

	"duban/workbook/pattern"
)

const (
	englishMonth = `(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?`
	englishDay   = `(\d{1,2})(?:st|nd|rd|th)?`
	englishYear  = `(\d{4})`
	englishUntil = `(?i)^(by |until )?(?:the )?`
)

var (
	// Mar 20, March 20th, Mar. 20, 2026
	monthFirst = pattern.New(englishUntil + englishMonth + ` ?` + englishDay + `(?:(?:, ?| )` + englishYear + `)?$`)
	// 20 March, 20th of March 2026, 20 Mar, 2026, and 20-Mar-26, as programs show a day
	dayFirst = pattern.New(englishUntil + englishDay + `[ -]?(?:of )?` + englishMonth + `(?:(?:, ?| |-)` + englishYear + `|-(\d\d))?$`)
	// March 2026. Mar-26 may be a day or a month, and is neither here.
	monthOnly = pattern.New(englishUntil + englishMonth + `(?:(?:, ?| )` + englishYear + `)?$`)
)

// inChinese writes a day or month that is named in English as it is written in Chinese, which is then read: 20 Mar 2026 is
// 2026年3月20日. A limit with by or until includes what it names, as 最迟 does. Other texts stay as they are.
func inChinese(text string) string {
	s := strings.Join(strings.Fields(text), " ")
	if m := monthFirst.FindStringSubmatch(s); m != nil {
		return chineseDay(m[1], m[4], m[2], m[3])
	}
	if m := dayFirst.FindStringSubmatch(s); m != nil {
		return chineseDay(m[1], m[4]+m[5], m[3], m[2])
	}
	if m := monthOnly.FindStringSubmatch(s); m != nil {
		return chineseDay(m[1], m[3], m[2], "")
	}
	return text
}

// chineseDay writes the parts of a day in Chinese; without a year or day these are left out.
func chineseDay(until, year, month, day string) string {
	var b strings.Builder
	if until != "" {
		b.WriteString("最迟")
	}
	if year != "" {
		b.WriteString(year + "年")
	}
	b.WriteString(monthNumber[strings.ToLower(month[:3])] + "月")
	if day != "" {
		b.WriteString(day + "日")
	}
	return b.String()
}

// monthNumber finds a month by the first three letters of its name.
var monthNumber = map[string]string{"jan": "1", "feb": "2", "mar": "3", "apr": "4", "may": "5", "jun": "6", "jul": "7", "aug": "8", "sep": "9", "oct": "10", "nov": "11", "dec": "12"}
