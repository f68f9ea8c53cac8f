namespace DhcpNet.Binding;

/// <summary>Takes a reservation by object, id, MAC address or host name.</summary>
public sealed class ReservationReferenceAttribute : ReferenceAttribute
{
    private protected override string Expected => "a reservation: give its MAC address, its host name, its id, or an object with an Id or MacAddress property";

    private protected override object? From(object value, Func<string, object?> property)
    {
        return value switch
        {
            ReservationReference reference => reference,
            Port port => new ReservationReference(port.Id),
            Guid id => new ReservationReference(id),
            MacAddress mac => new ReservationReference(mac.ToString()),
            string text when Guid.TryParse(text, out Guid id) => new ReservationReference(id),
            string { Length: > 0 } text => new ReservationReference(text),
            string => null,
            _ when Id(property, "Id") is Guid id => new ReservationReference(id),
            _ => property("MacAddress")?.ToString() is { Length: > 0 } mac ? new ReservationReference(mac) : null,
        };
    }
}
