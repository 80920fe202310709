package report

import (
	"strconv"
	"strings"

	"duban/templates"
	"duban/workbook"
	"duban/workbook/calendar"
	"duban/workbook/sheet"
)

// words puts results into words, in the catalogue's language and with the county's own names of lights.
type words struct {
	plan *workbook.Plan
	cat  *templates.Catalogue
}

func newWords(p *workbook.Plan, c *templates.Catalogue) words { return words{p, c} }

func (w words) period(p calendar.Period) string { return w.cat.Round(w.plan, p) }

func (w words) day(d calendar.Date) string { return w.cat.Day(d) }

// light names a light with a sign before it, so that lights can be told apart in black and white.
func (w words) light(l workbook.Light) string {
	if l == workbook.NoLight {
		return w.cat.T("light.none")
	}
	return w.cat.T("lightsign."+lightKey(l)) + w.plan.Settings.LightNames[l]
}

// lit names the light that a task shows, or says that it waits to be verified if that is why it shows none.
func (w words) lit(s Standing) string {
	if s.Unverified() {
		return w.cat.T("light.unverified")
	}
	return w.light(s.Light)
}

// lightName gives the county's name of a light, without a sign.
func (w words) lightName(l workbook.Light) string { return w.plan.Settings.LightNames[l] }

func lightKey(l workbook.Light) string {
	return [...]string{"none", "blue", "green", "yellow", "red"}[l]
}

// lightRole gives the role with the colour that the plan chose for a light.
func (w words) lightRole(l workbook.Light) sheet.Role {
	switch w.plan.Settings.LightColors[l] {
	case workbook.ColorBlue:
		return sheet.LightBlue
	case workbook.ColorGreen:
		return sheet.LightGreen
	case workbook.ColorYellow:
		return sheet.LightYellow
	case workbook.ColorOrange:
		return sheet.LightOrange
	case workbook.ColorRed:
		return sheet.LightRed
	case workbook.ColorPurple:
		return sheet.LightPurple
	}
	return sheet.LightGrey
}

// lights lists the lights that tables count, the best first.
func lights() []workbook.Light {
	return []workbook.Light{workbook.Blue, workbook.Green, workbook.Yellow, workbook.Red}
}

func (w words) class(c Class) string { return w.cat.T("class." + c.Key()) }

func (w words) role(key string) string { return w.cat.ChoiceLabel("role", key) }

func (w words) status(key string) string { return w.cat.ChoiceLabel("status", key) }

// moved says by how many places a bureau moved up, or down if up is negative.
func (w words) moved(up int) string {
	switch {
	case up > 0:
		return w.cat.T("report.up") + strconv.Itoa(up)
	case up < 0:
		return w.cat.T("report.down") + strconv.Itoa(-up)
	}
	return w.cat.T("report.unmoved")
}

func (w words) outcome(o Outcome) string { return w.cat.T("outcome." + o.Key()) }

// area names an area; tasks without one stand together under a name of the catalogue.
func (w words) area(name string) string {
	if name == "" {
		return w.cat.T("report.no-area")
	}
	return name
}

func (w words) category(name string) string {
	if name == "" {
		return w.cat.T("report.no-category")
	}
	return name
}

// names joins the bureaus' names. If there are more than most, it names the first most of them and gives the number of all.
func (w words) names(bs []*workbook.Bureau, most int) string {
	var out []string
	for i, b := range bs {
		if i == most {
			return w.cat.T("report.and-more", "names", strings.Join(out, w.join()), "n", len(bs))
		}
		out = append(out, b.Name)
	}
	return strings.Join(out, w.join())
}

func (w words) join() string { return w.cat.T("report.join") }
