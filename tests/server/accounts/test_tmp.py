import time
from tests import factories as f
from server.accounts import imports, store
from server.auth import Scope
from server.demo import company, files, people
from server.demo import setup
from server import models
def test_it(session):
    f.make_company(session)
    c=company.demo_company(f.TODAY)
    setup._save_people(session,c); setup._save_segments(session,c)
    for kind,text in [("accounts",files.accounts_csv(c)),("sales",files.sales_csv(c)),("visits",files.visits_csv(c))]:
        for apply in (True,False):
            t=time.time(); r=imports.read_and_apply(session,Scope.system(),kind,"x.csv",text.encode(),None,f.TODAY,apply); t=time.time()-t
            print(kind,r.mapping if apply else '',r.counts,r.problems_total,round(t,2)); print([ (p.line,p.column,p.text) for p in r.problems[:5]])
    t=time.time(); a=store.load_accounts(session,Scope.system(),f.TODAY); t1=time.time(); rows=store.account_rows(a,f.TODAY); print(len(a), t1-t, time.time()-t1)
    t=time.time(); a=store.load_accounts(session,Scope.system(),f.TODAY); t1=time.time(); rows=store.account_rows(a,f.TODAY); print(len(a), t1-t, time.time()-t1)
    from collections import Counter
    print(Counter(x.due.state for x in rows), Counter(x.season.state for x in rows))
    r=imports.read_and_apply(session,Scope.system(),"accounts","sample.csv",files.sample_spreadsheet().encode(),None,f.TODAY,False); print(r.mapping, r.counts,[ (p.line,p.column,p.text) for p in r.problems]); print(r.rows[2])
