"""SAT's catalogues as portals print them: code -> name, and the words by which portals shorten it.

Source: Anexo 20, CFDI 4.0, catalogues c_RegimenFiscal, c_UsoCFDI, c_FormaPago.
"""

from collections.abc import Mapping

REGIMES: Mapping[str, tuple[str, ...]] = {
    "601": (
        "General de Ley Personas Morales",
        "Persona Moral general",
        "Regimen general de ley",
        "Morales general",
    ),
    "603": ("Personas Morales con Fines no Lucrativos", "No lucrativas", "Persona moral sin fines de lucro"),
    "605": (
        "Sueldos y Salarios e Ingresos Asimilados a Salarios",
        "Sueldos y salarios",
        "Asalariado",
        "Asimilados",
    ),
    "606": ("Arrendamiento", "Arrendamiento de inmuebles"),
    "607": ("Régimen de Enajenación o Adquisición de Bienes", "Enajenación de bienes"),
    "608": ("Demás ingresos",),
    "609": ("Consolidación",),
    "610": (
        "Residentes en el Extranjero sin Establecimiento Permanente en México",
        "Residentes en el extranjero",
    ),
    "611": ("Ingresos por Dividendos (socios y accionistas)", "Dividendos"),
    "612": (
        "Personas Físicas con Actividades Empresariales y Profesionales",
        "Actividad empresarial y profesional",
        "Persona física actividad empresarial",
        "PFAE",
        "Honorarios y actividades empresariales",
    ),
    "614": ("Ingresos por intereses", "Intereses"),
    "615": ("Régimen de los ingresos por obtención de premios", "Premios"),
    "616": ("Sin obligaciones fiscales",),
    "620": (
        "Sociedades Cooperativas de Producción que optan por diferir sus ingresos",
        "Cooperativas de producción",
    ),
    "621": ("Incorporación Fiscal", "RIF", "Régimen de incorporación fiscal"),
    "622": ("Actividades Agrícolas, Ganaderas, Silvícolas y Pesqueras", "AGAPES", "Sector primario"),
    "623": ("Opcional para Grupos de Sociedades", "Grupos de sociedades"),
    "624": ("Coordinados",),
    "625": (
        "Régimen de las Actividades Empresariales con ingresos a través de Plataformas Tecnológicas",
        "Plataformas tecnológicas",
        "Plataformas digitales",
    ),
    "626": ("Régimen Simplificado de Confianza", "RESICO", "Simplificado de confianza"),
    "628": ("Hidrocarburos",),
    "629": ("De los Regímenes Fiscales Preferentes y de las Empresas Multinacionales",),
    "630": ("Enajenación de acciones en bolsa de valores",),
}

USES: Mapping[str, tuple[str, ...]] = {
    "G01": ("Adquisición de mercancías", "Adquisición de mercancias", "Compra de mercancía"),
    "G02": ("Devoluciones, descuentos o bonificaciones", "Devoluciones"),
    "G03": ("Gastos en general", "Gastos generales"),
    "I01": ("Construcciones",),
    "I02": ("Mobiliario y equipo de oficina por inversiones", "Mobiliario y equipo de oficina"),
    "I03": ("Equipo de transporte",),
    "I04": ("Equipo de cómputo y accesorios", "Equipo de computo"),
    "I05": ("Dados, troqueles, moldes, matrices y herramental", "Dados, troqueles"),
    "I06": ("Comunicaciones telefónicas",),
    "I07": ("Comunicaciones satelitales",),
    "I08": ("Otra maquinaria y equipo", "Otra maquinaria"),
    "D01": ("Honorarios médicos, dentales y gastos hospitalarios", "Honorarios médicos"),
    "D02": ("Gastos médicos por incapacidad o discapacidad",),
    "D03": ("Gastos funerales", "Gastos funerarios"),
    "D04": ("Donativos",),
    "D05": (
        "Intereses reales efectivamente pagados por créditos hipotecarios (casa habitación)",
        "Intereses hipotecarios",
    ),
    "D06": ("Aportaciones voluntarias al SAR",),
    "D07": ("Primas por seguros de gastos médicos", "Seguros de gastos médicos"),
    "D08": ("Gastos de transportación escolar obligatoria", "Transportación escolar"),
    "D09": (
        "Depósitos en cuentas para el ahorro, primas que tengan como base planes de pensiones",
        "Cuentas para el ahorro",
    ),
    "D10": ("Pagos por servicios educativos (colegiaturas)", "Colegiaturas", "Servicios educativos"),
    "S01": ("Sin efectos fiscales",),
    "CP01": ("Pagos",),
    "CN01": ("Nómina",),
    "P01": ("Por definir",),
}

PAYMENT_METHODS: Mapping[str, tuple[str, ...]] = {
    "01": ("Efectivo", "Cash", "Pago en efectivo", "Contado efectivo"),
    "02": ("Cheque nominativo", "Cheque"),
    "03": (
        "Transferencia electrónica de fondos",
        "Transferencia",
        "Transferencia electrónica",
        "SPEI",
        "Transferencia bancaria",
    ),
    "04": ("Tarjeta de crédito", "TDC", "Crédito", "T. crédito", "Credit card", "Tarjeta credito", "TC"),
    "05": ("Monedero electrónico", "Monedero"),
    "06": ("Dinero electrónico",),
    "08": ("Vales de despensa", "Vales"),
    "12": ("Dación en pago",),
    "13": ("Pago por subrogación",),
    "14": ("Pago por consignación",),
    "15": ("Condonación",),
    "17": ("Compensación",),
    "23": ("Novación",),
    "24": ("Confusión",),
    "25": ("Remisión de deuda",),
    "26": ("Prescripción o caducidad",),
    "27": ("A satisfacción del acreedor",),
    "28": ("Tarjeta de débito", "TDD", "Débito", "T. débito", "Debit card", "Tarjeta debito", "TD"),
    "29": ("Tarjeta de servicios", "Tarjeta de servicio"),
    "30": ("Aplicación de anticipos", "Anticipos"),
    "31": ("Intermediario pagos", "Intermediario de pagos"),
    "99": ("Por definir",),
}

PERSON_TYPES: Mapping[str, tuple[str, ...]] = {
    "natural": (
        "Persona física",
        "Física",
        "PF",
        "Individual",
        "Individuo",
        "Natural person",
        "Personas físicas",
        "F",
    ),
    "legal": ("Persona moral", "Moral", "PM", "Empresa", "Company", "Legal entity", "Personas morales", "M"),
}

COUNTRIES: Mapping[str, tuple[str, ...]] = {
    "MEX": ("México", "Mexico", "MX", "Estados Unidos Mexicanos", "MEX", "MEX - México"),
}

NATIONALITIES: Mapping[str, tuple[str, ...]] = {
    "national": ("Nacional", "Mexicana", "Mexicano", "México", "Residente nacional"),
    "foreign": ("Extranjero", "Extranjera", "Residente en el extranjero"),
}

PAYMENT_TERMS: Mapping[str, tuple[str, ...]] = {
    "PUE": ("Pago en una sola exhibición", "Una sola exhibición", "Contado"),
    "PPD": ("Pago en parcialidades o diferido", "Parcialidades", "Pago inicial y parcialidades"),
}

CATALOGUES: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "fiscal_regime": REGIMES,
    "cfdi_use": USES,
    "payment_method": PAYMENT_METHODS,
    "person_type": PERSON_TYPES,
    "country": COUNTRIES,
    "nationality": NATIONALITIES,
    "payment_terms": PAYMENT_TERMS,
}

SHORT = {
    "pm": "personas morales",
    "pf": "personas fisicas",
    "act": "actividades",
    "actividad": "actividades",
    "emp": "empresariales",
    "empresarial": "empresariales",
    "prof": "profesionales",
    "profesional": "profesionales",
    "gral": "general",
    "grales": "general",
    "generales": "general",
    "reg": "regimen",
    "ing": "ingresos",
    "ingreso": "ingresos",
    "persona": "personas",
    "per": "personas",
    "p": "personas",
    "moral": "morales",
    "fisica": "fisicas",
    "tarj": "tarjeta",
    "t": "tarjeta",
    "elec": "electronica",
    "electronico": "electronica",
    "transf": "transferencia",
    "gasto": "gastos",
    "adq": "adquisicion",
    "mercancia": "mercancias",
    "ext": "extranjero",
    "oblig": "obligaciones",
    "obligacion": "obligaciones",
    "sueldo": "sueldos",
    "salario": "salarios",
    "incorp": "incorporacion",
    "simp": "simplificado",
    "simpl": "simplificado",
    "plataforma": "plataformas",
    "fines": "fines",
    "cred": "credito",
    "deb": "debito",
    "efvo": "efectivo",
    "efec": "efectivo",
    "devol": "devoluciones",
    "honorario": "honorarios",
    "lucro": "lucrativos",
    "sin": "sin",
    "efecto": "efectos",
    "fiscal": "fiscales",
    "tecn": "tecnologicas",
    "resico": "resico simplificado confianza",
    "rif": "incorporacion fiscales",
}
"""Abbreviations inside the names of the catalogues, and singulars, as portals write them."""
