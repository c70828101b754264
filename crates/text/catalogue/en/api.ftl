admin-reason-credential-unknown = There is no such credential.
admin-reason-credential-life = A credential lives for 1 to 730 days.
admin-reason-credential-scopes = Choose at least one thing that the credential may do.
admin-reason-credential-beyond = You cannot give a credential more than you may do yourself: { $what }.
admin-reason-credential-over = The credential was revoked or is over. Create a new one.
admin-reason-credential-overlap = The old credential stays valid for 0 to 90 days beside the new one.
admin-reason-no-machine = { $what } is not an API integrator's account. Only machines have credentials.
