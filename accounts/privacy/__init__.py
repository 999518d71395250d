"""What the LFPDPPP (DOF 2025-03-20) asks of whoever keeps taxpayers' data.

notice, consent   the aviso de privacidad with its versions, and who accepted which
declaration       the accountant's word that the taxpayer asked for it
holdings          what each app keeps of a taxpayer: found, exported, erased
export, erasure   all of it in a ZIP; all of it destroyed but what the law makes one keep
working_days      the days that the law's periods count
arco              requests of access, rectification, cancellation, opposition, with their due dates
retention         what is destroyed by the passing of time, by beat
"""
