"""Who signs a letter: the data subject, or somebody who stands in for that person, with questions of his or her own."""

from collections.abc import Mapping

from letters.answers import Answers
from letters.errors import WrongInput
from letters.request_types import FieldDef, RequestType, Signer


def tailored(
    found: RequestType,
    signer_id: str | None,
    *,
    signers: Mapping[str, Signer],
    fields: Mapping[str, FieldDef],
    holders: frozenset[str],
) -> RequestType:
    """The type as this signer asks it of a body that answers for these holders; raises WrongInput.

    Without a signer it is the first that the type names. A signer brings questions, and may stand under another law.
    """
    needed = [name for holder, names in found.required_by_holder.items() if holder in holders for name in names]
    found = found.model_copy(update={"required": tuple(dict.fromkeys([*found.required, *needed]))})
    if not found.signers:
        if signer_id:
            raise WrongInput("signer: whoever asks signs such a letter. Leave it out.")
        return found
    if signer_id and signer_id not in found.signers:
        raise WrongInput(f"signer: such a letter can be signed by one of: {', '.join(found.signers)}.")
    return _signed(found, signers[signer_id or found.signers[0]], fields)


def _signed(found: RequestType, signer: Signer, fields: Mapping[str, FieldDef]) -> RequestType:
    gone = set(signer.without)
    brought = (*signer.required, *signer.optional)
    kept = [field for field in found.fields if field.id not in {*gone, *brought}]
    gates = [fields[name] for name in signer.gates]
    # Whose data they are stands before what finds them.
    added = [fields[name] for name in brought]
    after_name = 1 + next((n for n, field in enumerate(kept) if field.id == "full_name"), -1)
    required = [name for name in (*found.required, *signer.gates, *signer.required) if name not in gone]
    return found.model_copy(
        update={
            "signer": signer,
            "capacity": signer.capacity or found.capacity,
            "law": tuple(dict.fromkeys([*signer.law, *(law for law in found.law if law not in signer.without_law)])),
            "clocks": tuple(clock for clock in found.clocks if clock not in signer.without_clocks),
            "identity": signer.identity or found.identity,
            "required": tuple(dict.fromkeys(required)),
            "one_of": tuple(group for group in found.one_of if not gone & set(group)),
            "gates": (*found.gates, *signer.gates),
            "fields": (*gates, *kept[:after_name], *added, *kept[after_name:]),
        }
    )


def footing(request_type: RequestType, answers: Answers) -> dict[str, str]:
    """What the log keeps of who signed, for the next letters: no name, no address.

    That a letter for which no name is needed had one, that its address is a designated one, and which signer it was.
    """
    signer = request_type.signer
    return {
        "signed": "yes" if "full_name" in answers and not request_type.needs_name else "",
        "designated": "yes" if "safe_at_home_address" in answers else "",
        "signer": signer.id if signer and signer.id != "self" else "",
    }
