package xlsx

import (
	"fmt"
	"strconv"

	"duban/workbook/sheet"
)

// A look is how cells of a role appear. Sizes are in points, colours are RRGGBB; an empty colour is none.
type look struct {
	size      float64
	bold      bool
	italic    bool
	underline bool
	color     string
	fill      string
	border    string // the colour of thin lines on all four sides
	// horizontal and vertical are Excel's words; an empty horizontal aligns numbers right and texts left.
	horizontal, vertical string
	indent               int
	wrap                 bool
	unlocked             bool
}

// Every Chinese Windows has this font; elsewhere programs fall back on a sans serif of the same widths.
const (
	themeFont = "微软雅黑"
	themeSize = 10.0
)

// The palette. Text stays dark on light fills, so that a print in black and white still reads.
const (
	ink        = "262626"
	inkSoft    = "595959"
	inkMuted   = "8C8C8C"
	white      = "FFFFFF"
	blueDeep   = "1F3F6E"
	blueBand   = "D6E1F0"
	bluePale   = "F1F5FA"
	blueLink   = "0563C1"
	amberBrown = "8A5A12"
	amberPale  = "FFF8DC"
	amberLine  = "CDA94F"
	slate      = "4A5A6A"
	greyFill   = "F0F0F0"
	greyLine   = "CFCFCF"
	greenFill  = "DDEFD5"
	greenInk   = "2F5D1E"
	warnFill   = "FFE3A3"
	warnInk    = "6B4700"
	alertFill  = "F6BDBD"
	alertInk   = "8B0000"
)

// looks holds, by role, what differs from the default look; lookOf fills in the rest.
var looks = [sheet.Roles]look{
	sheet.Plain:        {vertical: "bottom"},
	sheet.Title:        {size: 18, bold: true, color: blueDeep, horizontal: "center", wrap: true},
	sheet.Subtitle:     {size: 11, color: inkSoft, horizontal: "center", wrap: true},
	sheet.Section:      {size: 12, bold: true, color: blueDeep, fill: blueBand, horizontal: "left"},
	sheet.Heading:      heading(blueDeep),
	sheet.HeadingInput: heading(amberBrown),
	sheet.HeadingCheck: heading(slate),
	sheet.Label:        {bold: true, color: blueDeep, fill: bluePale, border: greyLine, wrap: true},
	sheet.Body:         {border: greyLine, wrap: true},
	sheet.BodyStrong:   {bold: true, fill: bluePale, border: greyLine, wrap: true},
	sheet.StrongText:   {fill: bluePale, border: greyLine, wrap: true},
	sheet.Locked:       {color: "404040", fill: greyFill, border: greyLine, wrap: true},
	sheet.Input:        {fill: amberPale, border: amberLine, wrap: true, unlocked: true},
	sheet.InputSpare:   {color: inkSoft, fill: white, border: greyLine, wrap: true, unlocked: true},
	sheet.Check:        {color: warnInk, border: greyLine, wrap: true},
	sheet.Total:        {bold: true, color: blueDeep, fill: blueBand, border: greyLine, wrap: true},
	sheet.TotalText:    {fill: blueBand, border: greyLine, wrap: true},
	sheet.Figure:       {size: 20, bold: true, color: blueDeep, fill: bluePale, border: greyLine, horizontal: "center"},
	sheet.Headline:     {size: 11.5, bold: true, horizontal: "left", wrap: true},
	sheet.Caption:      {size: 9, color: inkSoft, wrap: true},
	sheet.Guide:        {size: 10.5, color: "404040", vertical: "top", wrap: true},
	sheet.Muted:        {color: inkMuted, wrap: true},
	sheet.Link:         {color: blueLink, underline: true, border: greyLine, wrap: true},
	sheet.WayBack:      {color: blueLink, underline: true},
	sheet.Good:         band(greenFill, greenInk),
	sheet.Warn:         band(warnFill, warnInk),
	sheet.Alert:        band(alertFill, alertInk),
	sheet.LightBlue:    light("9CC2E8"),
	sheet.LightGreen:   light("B2D8A0"),
	sheet.LightYellow:  light("FFDD71"),
	sheet.LightRed:     light("EE8F88"),
	sheet.LightOrange:  light("F5B77A"),
	sheet.LightPurple:  light("C9B3E0"),
	sheet.LightGrey:    light("DADADA"),
	sheet.Identity:     {color: inkMuted},
}

// lookOf gives the look of a role. A role that looks does not hold gets the zero look, which a test forbids.
func lookOf(role sheet.Role) look {
	if int(role) >= sheet.Roles || looks[role] == (look{}) {
		return look{}
	}
	l := looks[role]
	if l.size == 0 {
		l.size = themeSize
	}
	if l.color == "" {
		l.color = ink
	}
	if l.vertical == "" {
		l.vertical = "center"
	}
	return l
}

func heading(fill string) look {
	return look{bold: true, color: white, fill: fill, border: greyLine, horizontal: "center", wrap: true}
}

func band(fill, color string) look {
	return look{bold: true, color: color, fill: fill, border: greyLine, wrap: true}
}

func light(fill string) look {
	return look{bold: true, fill: fill, border: greyLine, horizontal: "center"}
}

// strongColor is a role's colour for use alone on white: bars, charts, tabs.
func strongColor(role sheet.Role) string {
	switch role {
	case sheet.Good, sheet.LightGreen:
		return "5E9E3E"
	case sheet.Warn, sheet.LightYellow:
		return "E0A100"
	case sheet.Alert, sheet.LightRed:
		return "C0392B"
	case sheet.LightOrange:
		return "D9772B"
	case sheet.LightPurple:
		return "7E57C2"
	case sheet.LightBlue, sheet.Link, sheet.WayBack:
		return "3F7FC1"
	case sheet.Input, sheet.InputSpare, sheet.HeadingInput:
		return "B07A1E"
	case sheet.Muted, sheet.LightGrey, sheet.Locked, sheet.Identity, sheet.Caption:
		return "A6A6A6"
	case sheet.Check, sheet.HeadingCheck:
		return slate
	case sheet.BodyStrong, sheet.Total, sheet.Label:
		return "6F8FBF"
	}
	return blueDeep
}

// barColor is a role's colour for use behind figures: half as strong, so that dark digits can be read on it.
func barColor(role sheet.Role) string {
	v, err := strconv.ParseUint(strongColor(role), 16, 32)
	if err != nil {
		return blueBand
	}
	mix := func(c uint64) uint64 { return (c&0xFF + 0xFF) / 2 }
	return fmt.Sprintf("%02X%02X%02X", mix(v>>16), mix(v>>8), mix(v))
}

// numberFormat gives the format code of a format class. No code can drop a trailing zero without leaving the decimal point, so Points
// and Decimal9 are shown as stored, and the layout rounds them.
func numberFormat(f sheet.Format) string {
	switch f {
	case sheet.General, sheet.Points, sheet.Decimal9:
		return "General"
	case sheet.Integer:
		return "0"
	case sheet.Decimal1:
		return "0.0"
	case sheet.Decimal2:
		return "0.00"
	case sheet.Percent:
		return "0.0%"
	case sheet.Date:
		return "yyyy-mm-dd"
	case sheet.DateTime:
		return "yyyy-mm-dd hh:mm"
	case sheet.TextFormat:
		return "@"
	case sheet.Unseen:
		return ";;;"
	}
	return ""
}

// dress joins a role's look with the alignment that its format and the layout ask for.
func dress(role sheet.Role, format sheet.Format, align sheet.Align) look {
	l := lookOf(role)
	if l.horizontal == "" && (format == sheet.Date || format == sheet.DateTime) {
		l.horizontal = "center"
	}
	switch align {
	case sheet.AlignLeft:
		l.horizontal = "left"
	case sheet.AlignCenter:
		l.horizontal = "center"
	case sheet.AlignRight:
		l.horizontal = "right"
	case sheet.AlignRun:
		l.horizontal, l.wrap = "left", false
	}
	if (l.border != "" || role == sheet.Title) && l.indent == 0 && align != sheet.AlignRole && l.horizontal != "center" {
		// A letter that touches a border is hard to read.
		l.indent = 1
	}
	return l
}
