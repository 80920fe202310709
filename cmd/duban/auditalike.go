package main

import (
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"duban/workbook/sheet"
)

// alikeAgree reports whether a file that another build left no hash of cannot differ by what that build wrote otherwise, because
// its like of the same run agree to the byte: a table's rows where they stand in another format, in the format of other
// tables that agree too; and a figure of a score sheet, where most of the others agree.
func alikeAgree(m made, same, uncompared []made) bool {
	if m.rec.N == 0 || !m.many {
		return false
	}
	like := func(all []made, is func(path string) bool) int {
		n := 0
		for _, other := range all {
			if other.rec.N == m.rec.N && other.path != m.path && is(other.path) {
				n++
			}
		}
		return n
	}
	if m.paper {
		table, ext := strings.TrimSuffix(m.path, filepath.Ext(m.path)), filepath.Ext(m.path)
		rows := like(same, func(path string) bool { return strings.TrimSuffix(path, filepath.Ext(path)) == table })
		format := like(same, func(path string) bool { return filepath.Ext(path) == ext })
		return rows > 0 && format > 0
	}
	sheets := func(path string) bool { return filepath.Dir(path) == filepath.Dir(m.path) }
	figure := slices.ContainsFunc(m.diff.Listed, func(d sheet.Difference) bool { return isFigure(d.A.Value) && isFigure(d.B.Value) })
	return figure && like(same, sheets) > like(uncompared, sheets)+1
}

func isFigure(v sheet.Value) bool {
	_, err := strconv.ParseFloat(v.String(), 64)
	return err == nil
}
