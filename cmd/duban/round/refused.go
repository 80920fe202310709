package round

import (
	"path"
	"slices"
	"strings"
	"unicode"

	"duban/report"
	"duban/validate"
	"duban/workbook"
	"duban/workbook/archive"
	"duban/workbook/sheet"
)

// reasons gives the reasons why nothing of a file is taken, for its receipt; none if something may be.
func (in *Intake) reasons() []archive.Reason {
	if !in.Verdict.Refused {
		return nil
	}
	var out []archive.Reason
	for i := range in.Verdict.Findings {
		if f := &in.Verdict.Findings[i]; f.Severity == workbook.Problem {
			out = append(out, archive.Reason{Code: f.Code, Sheet: f.Place.Sheet, Cell: f.Place.Cell(), Value: f.Value, Args: f.Args})
		}
	}
	return out
}

// RefusedFor gives the reasons in a receipt as findings. Early receipts have none.
func RefusedFor(rec archive.Receipt) []validate.Finding {
	var out []validate.Finding
	for _, why := range rec.Refused {
		f := validate.Finding{Code: why.Code, Severity: workbook.Problem, Bureau: rec.Bureau, Period: rec.Period, Value: why.Value, Args: why.Args,
			Place: workbook.Place{File: rec.Name, Sheet: why.Sheet}}
		if ref, ok := sheet.ParseRef(why.Cell); ok {
			f.Place.Ref = ref
		}
		out = append(out, f)
	}
	return out
}

// missing gives the bureaus from which nothing came in the round.
func (r *Round) missing() map[*workbook.Bureau]bool {
	out := map[*workbook.Bureau]bool{}
	for _, row := range r.Register().Rows {
		if row.Outcome == report.Missing {
			out[row.Bureau] = true
		}
	}
	return out
}

// likely lists the missing bureaus that a file's name mentions, as the file is probably theirs. A bureau's name that is too short to be
// looked for within words, such as 编办, has to stand between other characters than letters.
func likely(missing map[*workbook.Bureau]bool, plan *workbook.Plan, name string) []*workbook.Bureau {
	name = strings.TrimSuffix(path.Base(name), path.Ext(name))
	named := plan.Directory.Mentioned(name)
	for _, word := range strings.FieldsFunc(name, func(r rune) bool { return !unicode.IsLetter(r) }) {
		if b := plan.Directory.Bureau(word); b != nil && !slices.Contains(named, b) {
			named = append(named, b)
		}
	}
	return slices.DeleteFunc(named, func(b *workbook.Bureau) bool { return !missing[b] })
}
