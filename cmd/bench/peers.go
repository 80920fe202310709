package main

import (
	"archive/zip"
	_ "embed"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"github.com/klauspost/compress/flate"
	"github.com/xuri/excelize/v2"

	"duban/workbook/xlsx"
)

// tasks holds what this program itself does to be measured, each as a process of its own on a folder.
var tasks = map[string]func(dir string) error{
	"inflate":        eachWorkbook(inflate),
	"read":           eachWorkbook(reading()),
	"excelize-rows":  eachWorkbook(excelizeRows),
	"excelize-issue": excelizeIssue,
}

func taskNames() []string { return slices.Sorted(maps.Keys(tasks)) }

func runTask(name string, args []string) error {
	do := tasks[name]
	if do == nil || len(args) != 1 {
		return fmt.Errorf("-task is one of %s, with a folder", strings.Join(taskNames(), ", "))
	}
	if name != "read" {
		return do(args[0])
	}
	// duban sets memory aside too, so that the garbage collector runs less often: see cmd/duban/collector.
	reserve := make([]byte, 24<<20)
	defer runtime.KeepAlive(reserve)
	return do(args[0])
}

// eachWorkbook makes a task that does something to each workbook of a folder, and prints the number of files and the sum of the results.
func eachWorkbook(do func(path string) (int, error)) func(dir string) error {
	return func(dir string) error {
		files, total := 0, 0
		err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || filepath.Ext(path) != ".xlsx" {
				return err
			}
			n, err := do(path)
			if err != nil {
				return fmt.Errorf("%s: %w", path, err)
			}
			files, total = files+1, total+n
			return nil
		})
		fmt.Println(files, "files,", total)
		return err
	}
}

// inflate does the least that any reader must do: it inflates the parts that a reader needs, verifies their checksums, and parses nothing. It
// returns the number of bytes.
func inflate(path string) (int, error) {
	z, err := zip.OpenReader(path)
	if err != nil {
		return 0, err
	}
	defer z.Close()
	z.RegisterDecompressor(zip.Deflate, flate.NewReader)
	var total int64
	for _, f := range z.File {
		switch {
		case strings.HasPrefix(f.Name, "xl/worksheets/sheet"), strings.HasPrefix(f.Name, "xl/_rels/"),
			f.Name == "xl/workbook.xml", f.Name == "xl/sharedStrings.xml", f.Name == "xl/styles.xml":
		default:
			continue
		}
		r, err := f.Open()
		if err != nil {
			return 0, err
		}
		n, err := io.Copy(io.Discard, r)
		r.Close()
		if total += n; err != nil {
			return 0, err
		}
	}
	return int(total), nil
}

// reading makes the task of our own reader, which reads every cell that holds something, with its kind. The task returns the number of cells.
func reading() func(path string) (int, error) {
	var reader xlsx.Reader
	return func(path string) (int, error) {
		data, err := os.ReadFile(path)
		if err != nil {
			return 0, err
		}
		book, err := reader.Read(data)
		if err != nil {
			return 0, err
		}
		n := 0
		for _, s := range book.Sheets {
			for _, r := range s.Rows {
				n += len(r.Cells)
			}
		}
		return n, nil
	}
}

// excelizeRows reads a workbook in the usual way: the rows of every sheet as raw text, without kinds. It returns the number of cells.
func excelizeRows(path string) (int, error) {
	f, err := excelize.OpenFile(path)
	if err != nil {
		return 0, err
	}
	defer f.Close()
	n := 0
	for _, name := range f.GetSheetList() {
		rows, err := f.GetRows(name, excelize.Options{RawCellValue: true})
		if err != nil {
			return 0, err
		}
		for _, r := range rows {
			n += len(r)
		}
	}
	return n, nil
}

// pandasMerge is the Python script that merge is compared with.
//
//go:embed merge.py
var pandasMerge string

// findPython finds a Python that has what the script needs; empty if there is none. Debian's packages belong to its own Python, which need not
// be the first on the path.
func findPython() string {
	for _, python := range []string{"python3", "/usr/bin/python3", "python"} {
		if exec.Command(python, "-c", "import pandas, openpyxl").Run() == nil {
			return python
		}
	}
	return ""
}

// script gives the command that merge is compared with; nil if there is no Python to run it.
func (b *bench) script(folder, out string) []string {
	switch {
	case b.mergePeer != "":
		return []string{b.mergePeer, "pandas", folder, out}
	case b.python != "":
		return []string{b.python, "-c", pandasMerge, folder, out}
	}
	return nil
}
