package workbook

import (
	"maps"
	"slices"
	"strconv"

	"duban/workbook/sheet"
)

// What the identity sheets of rating forms and of bureaus' score sheets call them, and the properties of the scoring workbook.
const (
	KindScores     = "scores"
	KindRatingForm = "rating"
	KindScoreSheet = "score-notice"
)

// IdentitySheet is the name of the very hidden sheet that says what a workbook is. Its cells survive re-saving by other programs; its
// name and its being hidden may not.
const IdentitySheet = "_duban"

// FormVersion is the version of the forms that this program issues. It is raised by a change under which returns of earlier templates
// would say something else. FirstReadableForm is the oldest version whose returns are still read.
const FormVersion, FirstReadableForm = 1, 1

// Keys of the identity sheet's first two columns.
const (
	IdentityMark    = "duban"
	IdentityKind    = "kind"
	IdentityPlan    = "plan"
	IdentityPlanSHA = "plan-sha256"
	IdentityForm    = "form"
	IdentityBureau  = "bureau"
	IdentityPeriod  = "period"
	IdentityLang    = "lang"
	IdentityRow     = "row"  // sheet's form key, row number, row id
	IdentitySeal    = "seal" // name of the key, digest of all other lines
)

// Identity is what a workbook says it is.
type Identity struct {
	Kind   string
	PlanID string
	// PlanSHA is the SHA-256 of the plan that the template was issued from.
	PlanSHA string
	Form    int
	Bureau  string // code
	Period  string
	Lang    string
	// Rows gives row ids by form key and row number, as issued.
	Rows map[string]map[int]string
	// Other are the lines that only some kinds of workbooks have, by key.
	Other map[string]string
	// Whole tells that the identity sheet was found, rather than pieced together from what people can see.
	Whole bool
	// sealKey names the key that seals the sheet, seal is the digest made with it, text what was sealed.
	sealKey, seal, text string
}

// SameForms reports whether two workbooks have the same rows of the same forms for the same bureau and period.
func (id *Identity) SameForms(o *Identity) bool {
	return id.Kind == o.Kind && id.PlanID == o.PlanID && id.Form == o.Form && id.Bureau == o.Bureau && id.Period == o.Period && id.Lang == o.Lang &&
		maps.EqualFunc(id.Rows, o.Rows, maps.Equal[map[int]string])
}

// isIdentity recognises the identity sheet by its content: some programs make it visible when they save the workbook.
func isIdentity(s *sheet.Sheet) bool { return s.Value(sheet.At(1, 1)).Text == IdentityMark }

// NamedPeriod is the period that a workbook's identity sheet names, as ReadIdentity would read it.
func NamedPeriod(b *sheet.Book) string {
	i := slices.IndexFunc(b.Sheets, isIdentity)
	if i < 0 {
		return ""
	}
	period := ""
	for r := range b.Sheets[i].Rows {
		if row := &b.Sheets[i].Rows[r]; rowText(row, 1) == IdentityPeriod {
			period = rowText(row, 2)
		}
	}
	return period
}

// rowText is the text in a column of a row.
func rowText(row *sheet.Row, col int) string {
	if c := row.Cell(col); c != nil {
		return c.Value.String()
	}
	return ""
}

// ReadIdentity finds a workbook's identity sheet under any name, and gives the zero Identity if there is none.
func ReadIdentity(b *sheet.Book) Identity {
	for _, s := range b.Sheets {
		if !isIdentity(s) {
			continue
		}
		id := Identity{Whole: true, Rows: map[string]map[int]string{}, Other: map[string]string{}}
		for i := range s.Rows {
			row := &s.Rows[i]
			text := func(col int) string { return rowText(row, col) }
			switch text(1) {
			case IdentityKind:
				id.Kind = text(2)
			case IdentityPlan:
				id.PlanID = text(2)
			case IdentityPlanSHA:
				id.PlanSHA = text(2)
			case IdentityForm:
				id.Form, _ = strconv.Atoi(text(2))
			case IdentityBureau:
				id.Bureau = text(2)
			case IdentityPeriod:
				id.Period = text(2)
			case IdentityLang:
				id.Lang = text(2)
			case IdentitySeal:
				id.sealKey, id.seal, id.text = text(2), text(3), identityText(s)
			case IdentityRow:
				n, err := strconv.Atoi(text(3))
				if err != nil {
					continue
				}
				if id.Rows[text(2)] == nil {
					id.Rows[text(2)] = map[int]string{}
				}
				id.Rows[text(2)][n] = text(4)
			default:
				id.Other[text(1)] = text(2)
			}
		}
		return id
	}
	return Identity{}
}
