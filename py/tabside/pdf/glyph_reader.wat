;; Reads all characters of a page, or all objects, and draws all boxes, in one call each: a call from outside costs 25
;; microseconds.
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

  (import "pdfium" "FPDFPageObj_CreateNewPath" (func $path (param f32 f32) (result i32)))
  (import "pdfium" "FPDFPath_LineTo" (func $line_to (param i32 f32 f32) (result i32)))
  (import "pdfium" "FPDFPath_Close" (func $close (param i32) (result i32)))
  (import "pdfium" "FPDFPageObj_SetFillColor" (func $fill (param i32 i32 i32 i32 i32) (result i32)))
  (import "pdfium" "FPDFPath_SetDrawMode" (func $draw_mode (param i32 i32 i32) (result i32)))
  (import "pdfium" "FPDFPage_InsertObject" (func $insert (param i32 i32)))
  (import "pdfium" "FPDFPageObj_CreateTextObj" (func $text (param i32 i32 f32) (result i32)))
  (import "pdfium" "FPDFText_SetText" (func $set_text (param i32 i32) (result i32)))
  (import "pdfium" "FPDFPageObj_Transform" (func $transform (param i32 f64 f64 f64 f64 f64 f64)))

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
        (br $next))))

  ;; Black boxes over four corners each: x and y as f32, 32 bytes a box.
  (func (export "draw_boxes") (param $page i32) (param $count i32) (param $in i32)
    (local $i i32) (local $box i32)
    (block $done
      (loop $next
        (br_if $done (i32.ge_s (local.get $i) (local.get $count)))
        (local.set $box (call $path (f32.load (local.get $in)) (f32.load offset=4 (local.get $in))))
        (drop (call $line_to (local.get $box) (f32.load offset=8 (local.get $in)) (f32.load offset=12 (local.get $in))))
        (drop (call $line_to (local.get $box) (f32.load offset=16 (local.get $in)) (f32.load offset=20 (local.get $in))))
        (drop (call $line_to (local.get $box) (f32.load offset=24 (local.get $in)) (f32.load offset=28 (local.get $in))))
        (drop (call $close (local.get $box)))
        (drop (call $fill (local.get $box) (i32.const 0) (i32.const 0) (i32.const 0) (i32.const 255)))
        (drop (call $draw_mode (local.get $box) (i32.const 1) (i32.const 0)))
        (call $insert (local.get $page) (local.get $box))
        (local.set $in (i32.add (local.get $in) (i32.const 32)))
        (local.set $i (i32.add (local.get $i) (i32.const 1)))
        (br $next))))

  ;; White texts: where the text is, from the end of the records on: i32; font size: f32; cosine and sine of its angle,
  ;; x, y: f64; 40 bytes a text.
  (func (export "draw_labels") (param $document i32) (param $page i32) (param $font i32) (param $count i32) (param $in i32)
    (local $i i32) (local $label i32) (local $texts i32)
    (local.set $texts (i32.add (local.get $in) (i32.mul (local.get $count) (i32.const 40))))
    (block $done
      (loop $next
        (br_if $done (i32.ge_s (local.get $i) (local.get $count)))
        (local.set $label
          (call $text (local.get $document) (local.get $font) (f32.load offset=4 (local.get $in))))
        (drop (call $set_text (local.get $label) (i32.add (local.get $texts) (i32.load (local.get $in)))))
        (call $transform (local.get $label)
          (f64.load offset=8 (local.get $in)) (f64.load offset=16 (local.get $in))
          (f64.neg (f64.load offset=16 (local.get $in))) (f64.load offset=8 (local.get $in))
          (f64.load offset=24 (local.get $in)) (f64.load offset=32 (local.get $in)))
        (drop (call $fill (local.get $label) (i32.const 255) (i32.const 255) (i32.const 255) (i32.const 255)))
        (call $insert (local.get $page) (local.get $label))
        (local.set $in (i32.add (local.get $in) (i32.const 40)))
        (local.set $i (i32.add (local.get $i) (i32.const 1)))
        (br $next)))))
