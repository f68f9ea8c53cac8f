using System.Text.Encodings.Web;
using System.Text.Json;

namespace DhcpNet.NetworkFiles;

/// <summary>Writes networks as JSON in the shapes of the Neutron API: an object with the list <c>networks</c>, or a network a line.</summary>
internal sealed class JsonNetworkWriter : INetworkWriter
{
    private readonly Stream _stream;
    private readonly bool _isByLine;
    private readonly Utf8JsonWriter _writer;

    public JsonNetworkWriter(Stream stream, bool isByLine)
    {
        _stream = stream;
        _isByLine = isByLine;
        // No browser reads it: letters stay what they are.
        _writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = !isByLine, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        if (isByLine)
            return;
        _writer.WriteStartObject();
        _writer.WriteStartArray("networks");
    }

    /// <inheritdoc/>
    public bool Write(Network network)
    {
        JsonSerializer.Serialize(_writer, network, NeutronJson.Default.Network);
        _writer.Flush();
        if (_isByLine)
        {
            _stream.Write("\n"u8);
            _writer.Reset();
        }
        return true;
    }

    /// <inheritdoc/>
    public void Complete()
    {
        if (_isByLine)
            return;
        _writer.WriteEndArray();
        _writer.WriteEndObject();
        _writer.Flush();
        _stream.Write("\n"u8);
    }

    /// <inheritdoc/>
    public void Dispose() => _writer.Dispose();
}
