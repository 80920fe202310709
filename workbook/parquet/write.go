// Package parquet writes tidy tables for databases. It is the only importer of the library that knows the format.
package parquet

import (
	"bytes"
	"fmt"
	"reflect"

	"github.com/parquet-go/parquet-go"

	"duban/workbook/sheet"
	"duban/workbook/tidy"
)

// unixEpoch is the serial day from which the format counts dates.
const unixEpoch = 25569

// Write makes a Parquet file of a table, with its columns in order, all optional. The same table gives the same bytes. Dates are
// written as days, as the library's own times read back wrong.
func Write(t *tidy.Table) ([]byte, error) {
	fields := make([]reflect.StructField, len(t.Columns))
	for i, c := range t.Columns {
		tag := c.Name + ",optional,snappy"
		if c.Type == tidy.Day {
			tag += ",date"
		}
		fields[i] = reflect.StructField{Name: fmt.Sprintf("F%d", i), Type: reflect.PointerTo(goType(c.Type)), Tag: reflect.StructTag(`parquet:"` + tag + `"`)}
	}
	row := reflect.New(reflect.StructOf(fields))
	var b bytes.Buffer
	w := parquet.NewWriter(&b, parquet.SchemaOf(row.Interface()), parquet.CreatedBy("duban", "", ""))
	for _, r := range t.Rows {
		for i, c := range t.Columns {
			row.Elem().Field(i).Set(value(c.Type, r[i]))
		}
		if err := w.Write(row.Interface()); err != nil {
			return nil, fmt.Errorf("parquet of %s: %w", t.Name, err)
		}
	}
	if err := w.Close(); err != nil {
		return nil, fmt.Errorf("parquet of %s: %w", t.Name, err)
	}
	return b.Bytes(), nil
}

func goType(t tidy.Type) reflect.Type {
	switch t {
	case tidy.Int:
		return reflect.TypeFor[int64]()
	case tidy.Real:
		return reflect.TypeFor[float64]()
	case tidy.Day:
		return reflect.TypeFor[int32]()
	case tidy.Bool:
		return reflect.TypeFor[bool]()
	}
	return reflect.TypeFor[string]()
}

// value gives a pointer to a cell's value, nil if it is blank.
func value(t tidy.Type, v sheet.Value) reflect.Value {
	p := reflect.New(goType(t))
	switch {
	case v.IsBlank():
		return reflect.Zero(p.Type())
	case t == tidy.Int:
		p.Elem().SetInt(int64(v.Num))
	case t == tidy.Real:
		p.Elem().SetFloat(v.Num)
	case t == tidy.Day:
		p.Elem().SetInt(int64(v.Num) - unixEpoch)
	case t == tidy.Bool:
		p.Elem().SetBool(v.Num != 0)
	default:
		p.Elem().SetString(v.String())
	}
	return p
}
