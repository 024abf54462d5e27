;; Reads all characters of a page, or all objects, in one call: a call from outside costs 25 microseconds each.
;; Linked to the engine's exports and memory on both sides; scripts/generate/glyph_reader.py writes the .wasm.
(module
  (import "pdfium" "memory" (memory 0))
  (import "pdfium" "FPDFText_GetUnicode" (func $unicode (param i32 i32) (result i32)))
  (import "pdfium" "FPDFText_IsGenerated" (func $generated (param i32 i32) (result i32)))
  (import "pdfium" "FPDFText_IsHyphen" (func $hyphen (param i32 i32) (result i32)))
  (import "pdfium" "FPDFText_HasUnicodeMapError" (func $map_error (param i32 i32) (result i32)))
  (import "pdfium" "FPDFText_GetTextObject" (func $text_object (param i32 i32) (result i32)))
  (import "pdfium" "FPDFText_GetMatrix" (func $matrix (param i32 i32 i32) (result i32)))
  (import "pdfium" "FPDFText_GetCharBox" (func $box (param i32 i32 i32 i32 i32 i32) (result i32)))
  (import "pdfium" "FPDFText_GetCharOrigin" (func $origin (param i32 i32 i32 i32) (result i32)))
  (import "pdfium" "FPDFText_GetLooseCharBox" (func $loose (param i32 i32 i32) (result i32)))
  (import "pdfium" "FPDFText_GetFontSize" (func $size (param i32 i32) (result f64)))
  (import "pdfium" "FPDFTextObj_GetTextRenderMode" (func $mode (param i32) (result i32)))
  (import "pdfium" "FPDFPage_GetObject" (func $page_object (param i32 i32) (result i32)))
  (import "pdfium" "FPDFFormObj_GetObject" (func $form_object (param i32 i32) (result i32)))
  (import "pdfium" "FPDFPageObj_GetType" (func $type (param i32) (result i32)))
  (import "pdfium" "FPDFPageObj_GetBounds" (func $bounds (param i32 i32 i32 i32 i32) (result i32)))

  ;; 120 bytes a character: unicode, generated, hyphen, map error, text object, render mode: i32; box as left, right,
  ;; bottom, top, then origin x, y: f64; matrix a to f: f32; font size: f64; loose box as left, top, right, bottom: f32.
  (func (export "read_glyphs") (param $page i32) (param $count i32) (param $out i32)
    (local $i i32) (local $object i32)
    (memory.fill (local.get $out) (i32.const 0) (i32.mul (local.get $count) (i32.const 120)))
    (block $done
      (loop $next
        (br_if $done (i32.ge_s (local.get $i) (local.get $count)))
        (i32.store (local.get $out) (call $unicode (local.get $page) (local.get $i)))
        (i32.store offset=4 (local.get $out) (call $generated (local.get $page) (local.get $i)))
        (i32.store offset=8 (local.get $out) (call $hyphen (local.get $page) (local.get $i)))
        (i32.store offset=12 (local.get $out) (call $map_error (local.get $page) (local.get $i)))
        (local.set $object (call $text_object (local.get $page) (local.get $i)))
        (i32.store offset=16 (local.get $out) (local.get $object))
        (i32.store offset=20 (local.get $out)
          (if (result i32) (local.get $object) (then (call $mode (local.get $object))) (else (i32.const -1))))
        (drop (call $box (local.get $page) (local.get $i)
          (i32.add (local.get $out) (i32.const 24)) (i32.add (local.get $out) (i32.const 32))
          (i32.add (local.get $out) (i32.const 40)) (i32.add (local.get $out) (i32.const 48))))
        (drop (call $origin (local.get $page) (local.get $i)
          (i32.add (local.get $out) (i32.const 56)) (i32.add (local.get $out) (i32.const 64))))
        (drop (call $matrix (local.get $page) (local.get $i) (i32.add (local.get $out) (i32.const 72))))
        (f64.store offset=96 (local.get $out) (call $size (local.get $page) (local.get $i)))
        (drop (call $loose (local.get $page) (local.get $i) (i32.add (local.get $out) (i32.const 104))))
        (local.set $out (i32.add (local.get $out) (i32.const 120)))
        (local.set $i (i32.add (local.get $i) (i32.const 1)))
        (br $next))))

  ;; 28 bytes an object: object, type, whether it has bounds: i32; left, bottom, right, top: f32.
  (func $store_object (param $object i32) (param $out i32)
    (i32.store (local.get $out) (local.get $object))
    (i32.store offset=4 (local.get $out) (call $type (local.get $object)))
    (i32.store offset=8 (local.get $out) (call $bounds (local.get $object)
      (i32.add (local.get $out) (i32.const 12)) (i32.add (local.get $out) (i32.const 16))
      (i32.add (local.get $out) (i32.const 20)) (i32.add (local.get $out) (i32.const 24)))))

  (func (export "read_page_objects") (param $page i32) (param $count i32) (param $out i32)
    (local $i i32)
    (block $done
      (loop $next
        (br_if $done (i32.ge_s (local.get $i) (local.get $count)))
        (call $store_object (call $page_object (local.get $page) (local.get $i)) (local.get $out))
        (local.set $out (i32.add (local.get $out) (i32.const 28)))
        (local.set $i (i32.add (local.get $i) (i32.const 1)))
        (br $next))))

  (func (export "read_form_objects") (param $form i32) (param $count i32) (param $out i32)
    (local $i i32)
    (block $done
      (loop $next
        (br_if $done (i32.ge_s (local.get $i) (local.get $count)))
        (call $store_object (call $form_object (local.get $form) (local.get $i)) (local.get $out))
        (local.set $out (i32.add (local.get $out) (i32.const 28)))
        (local.set $i (i32.add (local.get $i) (i32.const 1)))
        (br $next)))))
