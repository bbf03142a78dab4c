"""Which words of a job title say how high somebody stands, and for what.

English, Spanish, Portuguese, French, German and Italian, lower case and without accents.
Long phrases are found before the short ones that they hold: "vice president" is no
president, a "product owner" owns no company.
"""

# In the order in which they count where a title says several: who is a junior says so.

SENIORITY = {
    "c_level": (
        "ceo, cfo, coo, cto, cio, cmo, cro, cpo, cso, cco, chro, ciso, cdo, "
        "chief executive, chief operating, chief operations, chief financial, "
        "chief finance, chief technology, chief technical, chief information, "
        "chief marketing, chief revenue, chief commercial, chief product, chief people, "
        "chief human resources, chief digital, chief data, chief security, chief strategy, "
        "owner, co owner, founder, cofounder, co founder, president, managing director, "
        "managing partner, proprietor, "
        "director general, directora general, gerente general, presidente, presidenta, "
        "consejero delegado, consejera delegada, propietario, propietaria, dueno, duena, "
        "fundador, fundadora, socio, socia, "
        "diretor geral, diretora geral, diretor executivo, diretora executiva, "
        "proprietario, proprietaria, dono, dona, "
        "directeur general, directrice generale, pdg, gerant, gerante, fondateur, "
        "fondatrice, dirigeant, dirigeante, "
        "geschaftsfuhrer, geschaftsfuhrerin, geschaftsfuhrung, geschaeftsfuehrer, "
        "geschaeftsfuehrerin, inhaber, inhaberin, vorstand, grunder, grunderin, "
        "amministratore delegato, amministratrice delegata, direttore generale, "
        "direttrice generale, titolare, fondatore, proprietaria"
    ),
    "vp": (
        "vp, svp, evp, avp, vice president, vicepresident, vicepresidente, "
        "vicepresidenta, vice presidente, vizeprasident, vizeprasidentin"
    ),
    "director": (
        "director, directors, directora, diretor, diretora, directeur, directrice, "
        "direktor, direktorin, direttore, direttrice, bereichsleiter, bereichsleiterin, "
        "prokurist, prokuristin"
    ),
    "head": (
        "head, chief, jefe, jefa, chefe, chef de service, chef du service, "
        "chef de departement, capo, leiter, leiterin, leitung, abteilungsleiter, "
        "abteilungsleiterin"
    ),
    "manager": (
        "manager, mgr, managerin, supervisor, supervisora, coordinator, team lead, "
        "team leader, teamleiter, teamleiterin, gerente, encargado, encargada, "
        "coordinador, coordinadora, coordenador, coordenadora, gestor, gestora, "
        "responsable, responsavel, responsabile, gestionnaire, chef de projet, chef, "
        "projektleiter, projektleiterin, coordinatore, coordinatrice"
    ),
    "senior": "senior, sr, lead, principal, expert, experto, experta, sperto, architect",
    "junior": (
        "junior, jr, apprentice, graduate, entry level, aprendiz, auszubildende, "
        "auszubildender, azubi, apprenti, apprentie, apprendista"
    ),
    "student": (
        "student, students, phd student, intern, trainee, pupil, researcher, "
        "estudiante, becario, becaria, practicas, estudante, estagiario, estagiaria, "
        "etudiant, etudiante, stagiaire, "
        "studentin, werkstudent, werkstudentin, praktikant, praktikantin, doktorand, "
        "doktorandin, studente, studentessa, tirocinante, stagista"
    ),
    "staff": (
        "analyst, engineer, developer, consultant, specialist, technician, "
        "administrator, officer, executive, representative, accountant, clerk, agent, "
        "planner, buyer, dispatcher, driver, operator, assistant, secretary, "
        "product owner, process owner, data owner, working professional, employee, "
        "analista, ingeniero, ingeniera, engenheiro, engenheira, especialista, tecnico, "
        "tecnica, administrativo, administrativa, asesor, asesora, comercial, contable, "
        "comprador, compradora, conductor, asistente, secretaria, secretario, "
        "ingenieur, technicien, technicienne, comptable, acheteur, acheteuse, conseiller, "
        "assistante, chauffeur, "
        "sachbearbeiter, sachbearbeiterin, ingenieurin, entwickler, entwicklerin, berater, "
        "beraterin, mitarbeiter, mitarbeiterin, disponent, disponentin, assistentin, "
        "referent, referentin, "
        "ingegnere, sviluppatore, consulente, impiegato, impiegata, tecnici"
    ),
}
# Whoever helps somebody high is not high: these say the last word, as staff.
HELPS = (
    "assistant to, executive assistant, personal assistant, pa to, secretary to, "
    "office of the, asistente de, asistente del, asistente de direccion, "
    "secretaria de direccion, assistente de, assistante de, assistante du, "
    "assistent der, assistentin der, assistenz der, assistente di, assistente del"
)
ROLE = {
    "operations": (
        "operations, operation, ops, operating, logistics, logistic, supply chain, "
        "fleet, transport, transportation, warehouse, dispatch, dispatcher, plant, "
        "production, coo, operaciones, logistica, flota, flotas, transporte, transportes, "
        "almacen, produccion, trafico, operacoes, frota, frotas, armazem, "
        "exploitation, logistique, flotte, parc, entrepot, "
        "betrieb, logistik, fuhrpark, lager, produktion, disponent, disponentin, "
        "flotta, operazioni, trasporti, magazzino, produzione"
    ),
    "it": (
        "it, ict, cto, cio, ciso, technology, information, infrastructure, devops, "
        "developer, software, systems, data, security, chief technical, "
        "informatica, sistemas, tecnologia, desarrollador, desarrolladora, "
        "informatique, dsi, systemes, developpeur, "
        "informatik, edv, entwickler, entwicklerin, sviluppatore, sistemi"
    ),
    "finance": (
        "finance, financial, cfo, accounting, accountant, controller, controlling, "
        "treasurer, finanzas, financiero, financiera, contable, contabilidad, financas, "
        "financeiro, financeira, contabilidade, comptable, comptabilite, daf, "
        "finanz, finanzen, buchhaltung, finanza, contabilita"
    ),
    "marketing": (
        "marketing, cmo, brand, communications, communication, content, growth, "
        "demand generation, comunicacion, comunicacao, mercadotecnia, kommunikation, "
        "comunicazione"
    ),
    "sales": (
        "sales, sales operations, revenue, revenue operations, cro, commercial, "
        "chief commercial, business development, account executive, account manager, "
        "ventas, comercial, vendas, vente, ventes, commerciale, vertrieb, verkauf, vendite"
    ),
    "hr": (
        "hr, human resources, people, chro, talent, recruiter, recruiting, recursos "
        "humanos, rrhh, personas, rh, ressources humaines, personal, personalwesen, "
        "risorse umane"
    ),
    "purchasing": (
        "purchasing, procurement, buyer, sourcing, compras, comprador, compradora, "
        "achat, achats, acheteur, acheteuse, einkauf, einkaufer, acquisti"
    ),
    "legal": (
        "legal, counsel, lawyer, compliance, juridico, juridica, juridique, recht, "
        "rechtsabteilung, legale"
    ),
    "engineering": (
        "engineering, engineer, r d, research and development, ingeniero, ingeniera, "
        "ingenieria, engenheiro, engenheira, engenharia, ingenieur, ingenierie, "
        "ingegnere, ingegneria, entwicklung"
    ),
    "product": "product, cpo, producto, produto, produit, produkt, prodotto",
    "service": (
        "customer success, customer service, customer support, customer care, support, "
        "helpdesk, atencion al cliente, atendimento, service client, kundenservice, "
        "kundendienst, servizio clienti"
    ),
    "safety": (
        "safety, hse, ehs, qhse, quality, health and safety, seguridad, calidad, "
        "qualidade, qualite, securite, sicherheit, qualitat, qualita, sicurezza"
    ),
}
# Said of the whole business; it counts where no department is named.
MANAGEMENT = (
    "ceo, owner, co owner, founder, cofounder, co founder, president, managing director, "
    "managing partner, chief executive, general manager, director general, "
    "directora general, gerente general, presidente, presidenta, consejero delegado, "
    "consejera delegada, propietario, propietaria, dueno, duena, fundador, fundadora, "
    "diretor geral, diretora geral, diretor executivo, diretora executiva, dono, dona, "
    "socio, socia, proprietario, directeur general, directrice generale, pdg, gerant, "
    "gerante, fondateur, fondatrice, dirigeant, dirigeante, geschaftsfuhrer, "
    "geschaftsfuhrerin, geschaftsfuhrung, geschaeftsfuehrer, geschaeftsfuehrerin, inhaber, "
    "inhaberin, vorstand, grunder, grunderin, amministratore delegato, "
    "amministratrice delegata, direttore generale, direttrice generale, titolare, "
    "fondatore"
)
