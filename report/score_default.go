package report

import (
	"strings"

	"duban/templates"
	"duban/workbook"
)

// defaultItem is one line of the built-in scheme. Its key names the words: scheme.<key>, scheme.method-<key>,
// scheme.explain-<key>, scheme.section-<section>.
type defaultItem struct {
	id, key, section, grain string
	points                  float64
	summing                 string
	floor, ceiling          float64
	noRows                  string
	// formula names the inputs by key.
	formula string
}

// defaultItems are the scheme of a county that gives none: completion 70, punctuality 10, reporting 10, ratings 10, and
// adjustments of up to five points either way.
func defaultItems() []defaultItem {
	return []defaultItem{
		{"S1", "completion", "tasks", workbook.GrainTask, 70, workbook.SumRows, 0, 70, workbook.NoRowsRenormalise,
			"=[@points]*MIN(1,[@ratio])"},
		{"S2", "punctuality", "tasks", workbook.GrainTask, 10, workbook.SumRows, 0, 10, workbook.NoRowsRenormalise,
			`=IF([@days-late]="",[@points],MAX(0,[@points]*(1-0.1*ROUNDUP([@days-late]/7,0))))`},
		{"S3", "reporting", "reporting", workbook.GrainReporting, 10, workbook.SumRows, 0, 10, workbook.NoRowsRenormalise,
			"=MAX(0,ROUND([@points]*(1-0.1*[@late]-0.2*[@missing]-0.15*[@sent-back]),2))"},
		{"S4", "rating", "rating", workbook.GrainRating, 10, workbook.MeanRows, 0, 10, workbook.NoRowsRenormalise,
			"=ROUND([@points]*[@mark]/100,2)"},
		{"S5", "adjustment", "adjustment", workbook.GrainAdjustment, 0, workbook.SumRows, -5, 5, workbook.NoRowsZero,
			"=[@points]"},
	}
}

// defaultScheme puts the built-in scheme into the words of a language.
func defaultScheme(c *templates.Catalogue) []*workbook.Item {
	var out []*workbook.Item
	for _, d := range defaultItems() {
		out = append(out, &workbook.Item{
			ID: d.id, Section: c.T("scheme.section-" + d.section), Title: c.T("scheme." + d.key), Points: d.points, Grain: d.grain,
			Method: c.T("scheme.method-" + d.key), Summing: d.summing, Floor: workbook.Known(d.floor), Cap: workbook.Known(d.ceiling),
			NoRows: d.noRows,
		})
	}
	return out
}

// defaultMethods are the built-in methods in the words of a language. A plan may name them without defining them.
func defaultMethods(c *templates.Catalogue) []*workbook.Method {
	var words []string
	for _, grain := range scoreGrains() {
		for _, key := range inputsOf(grain) {
			words = append(words, "[@"+key+"]", "[@"+c.T("input."+key)+"]")
		}
	}
	words = append(words, "[@"+inputPoints+"]", "[@"+c.T("input."+inputPoints)+"]")
	speak := strings.NewReplacer(words...)
	var out []*workbook.Method
	for _, d := range defaultItems() {
		out = append(out, &workbook.Method{
			Name: c.T("scheme.method-" + d.key), Source: speak.Replace(d.formula), Explain: c.T("scheme.explain-" + d.key),
		})
	}
	return out
}
