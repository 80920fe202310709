package draft

import (
	"strings"
	"unicode/utf8"

	"duban/workbook"
	"duban/workbook/pattern"
	"duban/workbook/sheet"
)

// mostAhead is the last row of a table, counted from the first, that may be its heading row.
const mostAhead = 21

// total is a row that sums up the others.
var total = pattern.New(`^(?:合计|总计|小计|共计)(?:[（(][^（）()]*[）)])?$`)

// plainHeading gives a heading without the spaces and line ends that people use to set it.
func plainHeading(text string) string {
	return strings.NewReplacer(" ", "", "\n", "", "　", "", "*", "").Replace(text)
}

// ordinalHead matches the headings of a column that counts the rows.
var ordinalHead = pattern.New(`^(?:序号|编号|.{0,4}编号|.{0,2}号)$`)

// beside gives what the columns without a field say in a row, each under its heading: 督导单位：环保局；整改进展：已完成2家. If a heading
// has two rows the lower one counts if it says more. said reports whether another field has a text already.
func (g *cells) beside(head, low, row int, cols []string, remark string, said func(string) bool) Said {
	var remarks []string
	out := Said{}
	for col := 1; col < len(g.rows[row]); col++ {
		text, heading := g.rows[row][col], plainHeading(g.rows[low][col])
		if upper := plainHeading(g.rows[head][col]); heading == "" {
			heading = upper
		} else if head < low && unitOnly.MatchString(heading) {
			heading = upper + heading
		}
		if cols[col] != "" && cols[col] != fieldIgnored && cols[col] != fieldProblem || text == "" || heading == "" || ordinalHead.MatchString(heading) || said(text) ||
			g.merged[sheet.At(g.numbers[row], col)] && col > 1 && g.rows[row][col-1] == text {
			continue
		}
		if out.Quote == "" {
			out.Quote = text
		}
		remarks = append(remarks, heading+"："+strings.ReplaceAll(text, "\n", " "))
	}
	if remark != "" {
		remarks = append(remarks, remark)
	}
	out.Text = strings.Join(remarks, "；")
	return out
}

// caption gives the title of a table, which is the first row above its headings that has one text only, and its place.
func (g *cells) caption(head int) (text string, at sheet.Ref) {
	for row := range max(0, head) {
		text, at = "", sheet.Ref{}
		for col := 1; col < len(g.rows[row]); col++ {
			switch c := g.rows[row][col]; {
			case c == "" || c == text:
			case text != "":
				return "", sheet.Ref{}
			default:
				text, at = c, sheet.At(g.numbers[row], col)
			}
		}
		if text != "" && !dayInLine.MatchString(text) {
			return strings.Join(strings.Fields(text), " "), at
		}
	}
	return "", sheet.Ref{}
}

// heads gives the row of a table's headings, of tasks or of indicators; -1 if there are none.
func (g *cells) heads() int {
	if row, _ := g.indicatorColumns(); row >= 0 {
		return row
	}
	row, _, _ := g.headings()
	return row
}

// numbered gives the numbers of a table's rows, by row, from a column with a code in each row. A plain count
// (1, 2, 3) is no code.
func (g *cells) numbered(from int, cols []string) map[int]string {
	for col, key := range cols {
		if key != workbook.ColTask && !(from > 0 && key == "" && numberHead.MatchString(plainHeading(g.rows[from-1][col]))) {
			continue
		}
		out, seen := map[int]string{}, map[string]bool{}
		for row := from; row < len(g.rows); row++ {
			text := g.rows[row][col]
			if text == "" || g.merged[sheet.At(g.numbers[row], col)] {
				continue
			}
			if !rowCode.MatchString(text) || utf8.RuneCountInString(text) > longestCode || seen[text] {
				out = nil
				break
			}
			seen[text] = true
			out[row] = text
		}
		if len(out) > 0 {
			return out
		}
	}
	return nil
}

// longestCode is the most characters of a task's number in a plan.
const longestCode = 20

var (
	numberHead = pattern.New(`^(?:问题|任务|事项|项目|整改|交办)?(?:编号|编码|代码)$`)
	// rowCode matches a code that is not a plain count: HB-01, 信访2025-3.
	rowCode = pattern.New(`^[A-Za-z\p{Han}]{1,8}[A-Za-z0-9]{0,8}(?:[-—_.]?[A-Za-z0-9]{1,8}){1,3}$`)
)
