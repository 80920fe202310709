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

// lookOf dresses a role. A role that it does not know gets the zero look, which a test forbids.
func lookOf(role sheet.Role) look {
	l := look{size: themeSize, color: ink, vertical: "center"}
	switch role {
	case sheet.Plain:
		l.vertical = "bottom"
	case sheet.Title:
		l.size, l.bold, l.color, l.horizontal, l.wrap = 18, true, blueDeep, "center", true
	case sheet.Subtitle:
		l.size, l.color, l.horizontal, l.wrap = 11, inkSoft, "center", true
	case sheet.Section:
		l.size, l.bold, l.color, l.fill, l.horizontal = 12, true, blueDeep, blueBand, "left"
	case sheet.Heading:
		heading(&l, blueDeep)
	case sheet.HeadingInput:
		heading(&l, amberBrown)
	case sheet.HeadingCheck:
		heading(&l, slate)
	case sheet.Label:
		l.bold, l.color, l.fill, l.border, l.wrap = true, blueDeep, bluePale, greyLine, true
	case sheet.Body:
		l.border, l.wrap = greyLine, true
	case sheet.BodyStrong:
		l.border, l.wrap, l.bold, l.fill = greyLine, true, true, bluePale
	case sheet.StrongText:
		l.border, l.wrap, l.fill = greyLine, true, bluePale
	case sheet.Locked:
		l.border, l.wrap, l.fill, l.color = greyLine, true, greyFill, "404040"
	case sheet.Input:
		l.border, l.wrap, l.fill, l.unlocked = amberLine, true, amberPale, true
	case sheet.InputSpare:
		l.border, l.wrap, l.fill, l.unlocked, l.color = greyLine, true, white, true, inkSoft
	case sheet.Check:
		l.border, l.wrap, l.color = greyLine, true, warnInk
	case sheet.Total:
		l.border, l.wrap, l.bold, l.fill, l.color = greyLine, true, true, blueBand, blueDeep
	case sheet.TotalText:
		l.border, l.wrap, l.fill = greyLine, true, blueBand
	case sheet.Figure:
		l.size, l.bold, l.color, l.fill, l.border, l.horizontal = 20, true, blueDeep, bluePale, greyLine, "center"
	case sheet.Headline:
		l.size, l.bold, l.wrap, l.horizontal = 11.5, true, true, "left"
	case sheet.Caption:
		l.size, l.color, l.wrap = 9, inkSoft, true
	case sheet.Guide:
		l.size, l.color, l.wrap, l.vertical = 10.5, "404040", true, "top"
	case sheet.Muted:
		l.color, l.wrap = inkMuted, true
	case sheet.Link:
		l.color, l.underline, l.wrap, l.border = blueLink, true, true, greyLine
	case sheet.WayBack:
		l.color, l.underline = blueLink, true
	case sheet.Good:
		band(&l, greenFill, greenInk)
	case sheet.Warn:
		band(&l, warnFill, warnInk)
	case sheet.Alert:
		band(&l, alertFill, alertInk)
	case sheet.LightBlue:
		light(&l, "9CC2E8")
	case sheet.LightGreen:
		light(&l, "B2D8A0")
	case sheet.LightYellow:
		light(&l, "FFDD71")
	case sheet.LightRed:
		light(&l, "EE8F88")
	case sheet.LightOrange:
		light(&l, "F5B77A")
	case sheet.LightPurple:
		light(&l, "C9B3E0")
	case sheet.LightGrey:
		light(&l, "DADADA")
	case sheet.Identity:
		l.color = inkMuted
	default:
		return look{}
	}
	return l
}

func heading(l *look, fill string) {
	l.bold, l.color, l.fill, l.border, l.horizontal, l.wrap = true, white, fill, greyLine, "center", true
}

func band(l *look, fill, color string) {
	l.bold, l.color, l.fill, l.border, l.wrap = true, color, fill, greyLine, true
}

func light(l *look, fill string) {
	l.bold, l.fill, l.border, l.horizontal = true, fill, greyLine, "center"
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
