package validate

import (
	"slices"
	"sort"
	"strconv"
	"strings"

	"duban/workbook"
	"duban/workbook/sheet"
)

// Grouped is one line of a list of findings: a finding, with all cells for which its message reads the same.
type Grouped struct {
	// Finding is the first of them.
	Finding
	// Cells names the cells compactly, "E5、E7–E9"; empty if the finding is about no cell.
	Cells string
	// N is the number of findings.
	N int
	// Places holds their places, in the order of the findings.
	Places []workbook.Place
}

// Group merges findings that say the same about several cells of a sheet. A group takes the place of its first finding. Two findings say the
// same if say, which gives the message in the reader's language, gives the same; if say is nil, if the arguments of the message are equal.
func Group(fs []Finding, say func(*Finding) string) []Grouped {
	places := map[string][]string{}
	if say == nil {
		for _, r := range ruleList() {
			places[r.Code] = r.Places
		}
	}
	var out []Grouped
	seen := map[string]int{}
	for i := range fs {
		f := &fs[i]
		key := sameWords(f, places[f.Code])
		if say != nil {
			plain := *f
			plain.Further = nil
			key += "\x00" + say(&plain)
		}
		g, ok := seen[key]
		if !ok || f.Place.Cell() == "" {
			g = len(out)
			seen[key] = g
			out = append(out, Grouped{Finding: *f})
		}
		if f.Further != nil {
			out[g].Further = f.Further // the last finding of a kind has the number of the others
		}
		out[g].N++
		out[g].Places = append(out[g].Places, f.Place)
	}
	for i := range out {
		out[i].Cells = Cells(out[i].Places)
	}
	return out
}

// sameWords gives a key that is equal for findings whose message reads the same. places are the arguments that the message uses.
func sameWords(f *Finding, places []string) string {
	var b strings.Builder
	for _, s := range []string{f.Place.File, f.Place.Sheet, f.Code, f.Severity.String(), f.Bureau, f.Period, f.Message, f.Reason} {
		b.WriteString(s)
		b.WriteByte(0)
	}
	b.WriteString(strconv.FormatBool(f.Answered) + strconv.FormatBool(f.Waived))
	for _, p := range places {
		b.WriteByte(0)
		switch p {
		case "value":
			b.WriteString(f.Value)
		case "field":
			b.WriteString(f.Field)
		case "task":
			b.WriteString(f.Task)
		case "cell":
			b.WriteString(f.Place.Cell())
		default:
			b.WriteString(f.Args[p])
		}
	}
	return b.String()
}

// Cells names cells of one sheet compactly, column by column: E5、E7–E9、F2.
func Cells(places []workbook.Place) string {
	refs := make([]sheet.Ref, 0, len(places))
	for _, p := range places {
		if p.Ref != (sheet.Ref{}) {
			refs = append(refs, p.Ref)
		}
	}
	sort.Slice(refs, func(i, j int) bool {
		if refs[i].Col != refs[j].Col {
			return refs[i].Col < refs[j].Col
		}
		return refs[i].Row < refs[j].Row
	})
	refs = slices.Compact(refs)
	var parts []string
	for i := 0; i < len(refs); {
		j := i
		for j+1 < len(refs) && refs[j+1].Col == refs[j].Col && refs[j+1].Row == refs[j].Row+1 {
			j++
		}
		switch j - i {
		case 0:
			parts = append(parts, refs[i].String())
		case 1:
			parts = append(parts, refs[i].String(), refs[j].String())
		default:
			parts = append(parts, refs[i].String()+"–"+refs[j].String())
		}
		i = j + 1
	}
	return strings.Join(parts, "、")
}
