namespace DhcpNet.Validation;

/// <summary>MAC addresses of ports.</summary>
public static class MacText
{
    /// <summary>Reads the MAC address of a port.</summary>
    /// <exception cref="DhcpNetException"><c>MacMalformed</c>, <c>MacNotUnicast</c>.</exception>
    public static MacAddress Parse(string text)
    {
        if (!MacAddress.TryParse(text, null, out MacAddress mac))
        {
            throw Invalid.Input("MacMalformed",
                $"'{DescribeCharacter.Printable(text)}' is not a MAC address. Write six octets in hexadecimal, like fa:16:3e:00:00:02.", text);
        }
        Validate(mac);
        return mac;
    }

    /// <summary>Checks that a single station can bear the address.</summary>
    /// <exception cref="DhcpNetException"><c>MacNotUnicast</c>: it is a multicast address or all zeros.</exception>
    public static void Validate(MacAddress mac)
    {
        if (mac.IsMulticast)
        {
            throw Invalid.Input("MacNotUnicast",
                $"{mac} is a multicast MAC address: the lowest bit of the first octet is set. A client's own address has it clear.", mac);
        }
        if (mac == default)
            throw Invalid.Input("MacNotUnicast", $"{mac} is no station's MAC address. Give the client's own.", mac);
    }
}
