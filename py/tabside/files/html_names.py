"""Names of elements and attributes in HTML, SVG 2 and MathML. They are never personal data."""

from __future__ import annotations

__all__ = ["ELEMENTS", "FLAGS", "INLINE", "KNOWN_ATTRIBUTES", "NAMING", "PRESENTATION", "RAW", "TECHNICAL"]


def _names(words: str) -> frozenset[str]:
    return frozenset(words.split())


INLINE = _names(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark nobr q s samp small "
    "span strike strong sub sup time tspan tt u var wbr "
)
"""Tags that a word or a sentence may go on across."""

RAW = ("script", "style", "textarea", "title", "xmp", "noembed", "noframes", "plaintext")
"""Elements whose text holds no tags."""

ELEMENTS = (
    INLINE
    | frozenset(RAW)
    | _names(
        "html head body base link meta address article aside footer header h1 h2 h3 h4 h5 h6 hgroup main nav "
        "section search blockquote dd div dl dt figcaption figure hr li menu ol p pre ul br rp rt rb rtc ruby "
        "area audio img map track video embed iframe object param picture portal source svg math canvas noscript "
        "caption col colgroup table tbody td tfoot th thead tr button datalist fieldset form input legend meter "
        "optgroup option output progress select details dialog summary slot template applet basefont bgsound "
        "blink center dir frame frameset image isindex keygen listing marquee menuitem multicol nextid spacer xml "
        "animate animatemotion animatetransform circle clippath defs desc ellipse feblend fecolormatrix "
        "fecomponenttransfer fecomposite feconvolvematrix fediffuselighting fedisplacementmap fedistantlight "
        "fedropshadow feflood fefunca fefuncb fefuncg fefuncr fegaussianblur feimage femerge femergenode "
        "femorphology feoffset fepointlight fespecularlighting fespotlight fetile feturbulence filter "
        "foreignobject g hatch hatchpath line lineargradient marker mask metadata mpath path pattern polygon "
        "polyline radialgradient rect set stop switch symbol text textpath tspan use view tref cursor glyph "
        "annotation annotation-xml maction merror mfrac mi mmultiscripts mn mo mover mpadded mphantom mprescripts "
        "mroot mrow ms mspace msqrt mstyle msub msubsup msup mtable mtd mtext mtr munder munderover semantics "
        "none menclose mfenced mlongdiv mscarries mscarry msgroup msline msrow mstack mlabeledtr "
    )
)

FLAGS = _names(
    "allowfullscreen allowpaymentrequest async autofocus autoplay checked compact controls contenteditable "
    "declare default defer disabled download draggable formnovalidate hidden inert ismap itemscope loop "
    "multiple muted nohref nomodule noresize noshade novalidate nowrap open playsinline popover readonly "
    "required reversed scoped seamless selected shadowrootclonable sortable spellcheck translate truespeed "
    "typemustmatch visible xmlns crossorigin webkitdirectory capture "
)
"""Attributes that may stand without a value."""

TECHNICAL = _names(
    "style type rel rev lang hreflang dir width height align valign bgcolor border cellpadding cellspacing "
    "colspan rowspan role method enctype charset accept-charset http-equiv media target integrity crossorigin "
    "xmlns tabindex size face color viewbox d fill stroke link vlink alink text clear compact frame rules "
    "scope shape span start rows cols wrap maxlength minlength max min step hspace vspace marginheight "
    "marginwidth frameborder scrolling sizes points transform version profile autocomplete loading decoding "
    "fetchpriority referrerpolicy sandbox allow inputmode enterkeyhint kind preserveaspectratio gradientunits "
    "offset opacity x y x1 x2 y1 y2 cx cy r rx ry dx dy cellspan itemprop itemtype property background "
    "bordercolor char charoff nowrap "
)
"""Attributes that say how something looks or what it is, in words of HTML."""

PRESENTATION = _names(
    "alignment-baseline baseline-shift clip clip-path clip-rule color-interpolation "
    "color-interpolation-filters color-profile color-rendering cursor direction display dominant-baseline "
    "enable-background fill-opacity fill-rule filter flood-color flood-opacity font font-family font-size "
    "font-size-adjust font-stretch font-style font-variant font-weight glyph-orientation-horizontal "
    "glyph-orientation-vertical image-rendering kerning letter-spacing lighting-color line-height marker "
    "marker-end marker-mid marker-start mask mask-type mix-blend-mode overflow paint-order pointer-events "
    "shape-rendering solid-color solid-opacity stop-color stop-opacity stroke-dasharray stroke-dashoffset "
    "stroke-linecap stroke-linejoin stroke-miterlimit stroke-opacity stroke-width text-align text-anchor "
    "text-decoration text-overflow text-rendering transform-box transform-origin unicode-bidi vector-effect "
    "visibility white-space word-spacing writing-mode isolation accumulate additive attributename "
    "attributetype azimuth basefrequency begin bias by calcmode clippathunits contentscripttype "
    "contentstyletype diffuseconstant divisor dur edgemode elevation end exponent filterunits fr from fx fy in "
    "in2 intercept k1 k2 k3 k4 kernelmatrix kernelunitlength keypoints keysplines keytimes lengthadjust "
    "limitingconeangle markerheight markerunits markerwidth maskcontentunits maskunits numoctaves operator "
    "order orient origin path pathlength patterncontentunits patterntransform patternunits pointsatx pointsaty "
    "pointsatz preservealpha primitiveunits radius refx refy repeatcount repeatdur requiredextensions "
    "requiredfeatures restart result rotate scale seed slope spacing specularconstant specularexponent "
    "spreadmethod startoffset stddeviation stitchtiles surfacescale systemlanguage tablevalues targetx targety "
    "textlength to values xchannelselector ychannelselector z zoomandpan glyph-name unicode-range horiz-adv-x "
    "units-per-em ascent descent cap-height x-height panose-1 bbox xml:space xml:lang xlink:type xlink:show "
    "xlink:actuate sodipodi:nodetypes sodipodi:type sodipodi:insensitive inkscape:groupmode inkscape:version "
    "inkscape:connector-curvature inkscape:font-specification inkscape:transform-center-x "
    "inkscape:transform-center-y inkscape:collect inkscape:window-maximized "
)
"""Attributes of SVG 2 and of its writers that say how something is drawn, in words of SVG and CSS."""

NAMING = _names(
    "class id for name headers usemap form list itemref slot part aria-labelledby aria-describedby aria- "
    "controls aria-owns aria-activedescendant aria-details popovertarget "
)
"""Attributes that give or use names inside the page: only what was found elsewhere is replaced in them."""

KNOWN_ATTRIBUTES = (
    FLAGS
    | TECHNICAL
    | PRESENTATION
    | NAMING
    | _names(
        "abbr accept accesskey action alt archive axis cite classid code codebase codetype content coords data "
        "datetime date formaction formmethod formtarget high href icon imagesizes imagesrcset is itemid label "
        "language longdesc low manifest nonce object onclick onload onchange onsubmit onmouseover onmouseout "
        "onfocus onblur onkeyup onkeydown optimum pattern ping placeholder poster prompt scheme src srcdoc "
        "srclang srcset standby summary title value valuetype "
    )
)
