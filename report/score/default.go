package score

import (
	"duban/templates"
	"duban/workbook"
)

// defaultItem is one line of the built-in scheme. The catalogue words it by scheme.<key> and scheme.section-<section>.
type defaultItem struct {
	id, key, section, grain string
	points                  float64
	summing                 string
	floor, ceiling          float64
	noRows                  string
}

// defaultItems lists the items for a county without a scheme of its own: completion 70, punctuality 10, reporting 10, ratings 10, and
// adjustments of up to five points either way.
func defaultItems() []defaultItem {
	return []defaultItem{
		{"S1", "completion", "tasks", workbook.GrainTask, 70, workbook.SumRows, 0, 70, workbook.NoRowsRenormalise},
		{"S2", "punctuality", "tasks", workbook.GrainTask, 10, workbook.SumRows, 0, 10, workbook.NoRowsRenormalise},
		{"S3", "reporting", "reporting", workbook.GrainReporting, 10, workbook.SumRows, 0, 10, workbook.NoRowsRenormalise},
		{"S4", "rating", "rating", workbook.GrainRating, 10, workbook.MeanRows, 0, 10, workbook.NoRowsRenormalise},
		{"S5", "adjustment", "adjustment", workbook.GrainAdjustment, 0, workbook.SumRows, -5, 5, workbook.NoRowsZero},
	}
}

// defaultScheme gives the built-in items in a catalogue's language.
func defaultScheme(c *templates.Catalogue) []*workbook.Item {
	var out []*workbook.Item
	for _, d := range defaultItems() {
		out = append(out, &workbook.Item{
			ID: d.id, Section: c.T("scheme.section-" + d.section), Title: c.T("scheme." + d.key), Points: d.points, Grain: d.grain,
			Method: methodName(d.key, c), Summing: d.summing, Floor: workbook.Known(d.floor), Cap: workbook.Known(d.ceiling),
			NoRows: d.noRows, RankOrder: workbook.HighFirst, Absent: workbook.AbsentSkip, When: workbook.WhenAlways,
		})
	}
	return out
}

// defaultMethods gives the built-in methods in a catalogue's language.
func defaultMethods(c *templates.Catalogue) []*workbook.Method {
	out := workbook.InLanguage(c.Lang)
	for i, m := range workbook.BuiltInMethods() {
		out[i].Explain = c.T("scheme.explain-" + m.Key)
	}
	return out
}

// methodName gives a built-in method's name in a catalogue's language, by its key.
func methodName(key string, c *templates.Catalogue) string {
	for i, m := range workbook.BuiltInMethods() {
		if m.Key == key {
			return workbook.InLanguage(c.Lang)[i].Name
		}
	}
	return key
}

// BuiltInMethods lists the built-in methods for documentation.
func BuiltInMethods(c *templates.Catalogue) []*workbook.Method { return defaultMethods(c) }
